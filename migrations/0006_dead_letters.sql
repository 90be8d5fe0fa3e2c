-- Queue messages that came to nothing after every retry, for an operator to look at.
CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  body TEXT NOT NULL,
  error TEXT,
  at TEXT NOT NULL
) STRICT;

CREATE INDEX dead_letters_at ON dead_letters (at, id);
