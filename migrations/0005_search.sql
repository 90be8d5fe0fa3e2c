-- Full text. `porter` folds English inflections, `remove_diacritics 2` folds accents; both work on the query as well.
CREATE VIRTUAL TABLE book_search USING fts5 (
  title,
  contributors,
  series,
  subjects,
  description,
  tokenize = 'porter unicode61 remove_diacritics 2',
  -- The last word of a query is a prefix: these make short ones cheap.
  prefix = '2 3'
);

-- How many books have a word: what a query may cost is decided before it is asked.
CREATE VIRTUAL TABLE book_terms USING fts5vocab (book_search, row);

-- Words that so many books have that no query ranks them; counted anew by a cron, empty in a small catalogue.
CREATE TABLE common_terms (term TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- The words of titles, names and series, for those who misspell them; found by the letters they share.
CREATE TABLE spellings (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE spelling_letters USING fts5 (word, content = 'spellings', content_rowid = 'id', tokenize = 'trigram');
CREATE TRIGGER spellings_insert AFTER INSERT ON spellings BEGIN
  INSERT INTO spelling_letters (rowid, word) VALUES (new.id, new.word);
END;

-- A query of nothing but words that everybody uses is answered by titles that begin with it.
CREATE INDEX books_title ON books (title COLLATE NOCASE, row_id);

-- What can be suggested while somebody types: a title, a name or a series, and the folded text it is found by.
CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('TITLE', 'AUTHOR', 'SERIES')),
  text TEXT NOT NULL,
  "key" TEXT NOT NULL,
  -- The edition of a title or series, the author's id of a name.
  reference TEXT NOT NULL,
  UNIQUE ("key", kind)
) STRICT;

-- Works are found by title and author whether or not they have an edition.
CREATE VIRTUAL TABLE work_search USING fts5 (
  title,
  contributors,
  tokenize = 'porter unicode61 remove_diacritics 2',
  prefix = '2 3'
);

-- Names are not stemmed: Rowling is not rowl.
CREATE VIRTUAL TABLE author_search USING fts5 (name, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

CREATE TRIGGER author_search_insert AFTER INSERT ON authors BEGIN
  INSERT INTO author_search (rowid, name) VALUES (new.row_id, new.name);
END;

CREATE TRIGGER author_search_update AFTER UPDATE OF name ON authors BEGIN
  DELETE FROM author_search WHERE rowid = old.row_id;
  INSERT INTO author_search (rowid, name) VALUES (new.row_id, new.name);
END;

CREATE TRIGGER author_search_delete AFTER DELETE ON authors BEGIN
  DELETE FROM author_search WHERE rowid = old.row_id;
END;
