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
