-- People (and a few bodies) who make books.
CREATE TABLE authors (
  row_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Normalised name: what makes two spellings one author. NULL once an editor has told two namesakes apart.
  match_key TEXT UNIQUE,
  name TEXT NOT NULL,
  bio TEXT,
  birth_year INTEGER,
  death_year INTEGER,
  gender TEXT,
  nationality TEXT,
  photo TEXT,
  wikidata_id TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX authors_name ON authors (name, id);
