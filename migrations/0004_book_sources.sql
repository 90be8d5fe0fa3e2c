-- Which provider said which fields of an edition, and when. `reference` tells two records of one provider apart.
CREATE TABLE book_sources (
  isbn TEXT NOT NULL REFERENCES books (isbn) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  reference TEXT NOT NULL DEFAULT '',
  quality INTEGER NOT NULL,
  fields TEXT NOT NULL DEFAULT '[]',
  fetched_at TEXT NOT NULL,
  PRIMARY KEY (isbn, provider, reference)
) STRICT, WITHOUT ROWID;
