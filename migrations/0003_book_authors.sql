-- Who did what on an edition, and who wrote a work. A contributor is a set member: the same person in the same role once.
CREATE TABLE book_authors (
  isbn TEXT NOT NULL REFERENCES books (isbn) ON DELETE CASCADE,
  author_id TEXT NOT NULL REFERENCES authors (id),
  role TEXT NOT NULL CHECK (role IN ('AUTHOR', 'EDITOR', 'TRANSLATOR', 'ILLUSTRATOR', 'NARRATOR', 'OTHER')),
  -- The title page's order.
  position INTEGER NOT NULL,
  credited_as TEXT NOT NULL,
  PRIMARY KEY (isbn, author_id, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX book_authors_author ON book_authors (author_id, isbn);

CREATE TABLE work_authors (
  work_id TEXT NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  author_id TEXT NOT NULL REFERENCES authors (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (work_id, author_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX work_authors_author ON work_authors (author_id, work_id);
