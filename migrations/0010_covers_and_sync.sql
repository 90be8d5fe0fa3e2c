-- Covers that were fetched, or could not be: by edition and size, from the largest that the record names.
CREATE TABLE covers (
  isbn TEXT NOT NULL REFERENCES books (isbn) ON DELETE CASCADE,
  size TEXT NOT NULL CHECK (size IN ('SMALL', 'MEDIUM', 'LARGE')),
  source_url TEXT NOT NULL,
  -- SHA-256 of the image: where it lies in R2, and its ETag. NULL when there is none.
  hash TEXT,
  content_type TEXT,
  width INTEGER,
  height INTEGER,
  failure TEXT,
  attempts INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (isbn, size)
) STRICT, WITHOUT ROWID;
CREATE INDEX covers_by_hash ON covers (hash) WHERE hash IS NOT NULL;

-- Pictures that a service sends for books whose cover it does not have, by the SHA-256 of what was kept of them.
CREATE TABLE placeholder_images (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- How far each source has been followed; JSON of its own shape.
CREATE TABLE sync_metadata (
  source TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
