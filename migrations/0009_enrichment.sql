-- Who is to be completed by the providers, and what became of it.
CREATE TABLE enrichment_requests (
  id TEXT PRIMARY KEY,
  entity TEXT NOT NULL CHECK (entity IN ('EDITION', 'WORK', 'AUTHOR')),
  "key" TEXT NOT NULL,
  priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 10),
  -- A JSON list, or NULL for all.
  providers TEXT,
  status TEXT NOT NULL CHECK (status IN ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED')),
  retries INTEGER NOT NULL DEFAULT 0,
  not_before TEXT NOT NULL,
  claimed_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- One request under way an entity and key: a second one is the first.
CREATE UNIQUE INDEX enrichment_requests_open ON enrichment_requests (entity, "key") WHERE status IN ('QUEUED', 'RUNNING');
CREATE INDEX enrichment_requests_next ON enrichment_requests (status, priority DESC, created_at);

CREATE TABLE enrichment_attempts (
  id INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES enrichment_requests (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  succeeded INTEGER NOT NULL,
  fields_updated TEXT NOT NULL,
  error TEXT,
  took_ms INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE INDEX enrichment_attempts_request ON enrichment_attempts (request_id, id);

-- What other catalogues call our editions, works and authors.
CREATE TABLE identifiers (
  source TEXT NOT NULL,
  identifier TEXT NOT NULL,
  entity TEXT NOT NULL CHECK (entity IN ('EDITION', 'WORK', 'AUTHOR')),
  -- The edition's ISBN, the work's or the author's id.
  "key" TEXT NOT NULL,
  PRIMARY KEY (source, identifier)
) STRICT, WITHOUT ROWID;

CREATE INDEX identifiers_key ON identifiers (entity, "key");
