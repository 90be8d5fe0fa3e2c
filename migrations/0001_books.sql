-- Works and their editions. A book is one edition, keyed by ISBN-13; a work may have none.
CREATE TABLE works (
  -- The full-text index needs a rowid that survives VACUUM; everybody else knows a work by its id.
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Normalised title and first author: what makes two editions one work. NULL once an editor has taken the work apart.
  match_key TEXT UNIQUE,
  title TEXT NOT NULL,
  subtitle TEXT,
  description TEXT,
  original_language TEXT,
  first_published_year INTEGER,
  subjects TEXT NOT NULL DEFAULT '[]',
  -- Who made the record, e.g. import:{job}:{line}: a redelivered message recognises its own work by it.
  created_by TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE books (
  row_id INTEGER PRIMARY KEY,
  isbn TEXT NOT NULL UNIQUE,
  work_id TEXT NOT NULL REFERENCES works (id),
  title TEXT NOT NULL,
  subtitle TEXT,
  description TEXT,
  publisher TEXT,
  -- YYYY, YYYY-MM or YYYY-MM-DD: as much as is known, never more.
  published_on TEXT,
  language TEXT,
  page_count INTEGER,
  format TEXT CHECK (format IN ('HARDCOVER', 'PAPERBACK', 'EBOOK', 'AUDIOBOOK', 'OTHER')),
  subjects TEXT NOT NULL DEFAULT '[]',
  cover_small TEXT,
  cover_medium TEXT,
  cover_large TEXT,
  series_name TEXT,
  series_position REAL,
  created_by TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX books_work ON books (work_id, published_on, isbn);
