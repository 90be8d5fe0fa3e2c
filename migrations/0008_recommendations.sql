-- The weekly picks, one row a Monday; and what the crons did.
CREATE TABLE recommendations (
  id INTEGER PRIMARY KEY,
  -- Always a Monday, YYYY-MM-DD.
  week_of TEXT NOT NULL UNIQUE,
  -- [{"isbn": …, "reason": …}], in the order shown.
  picks TEXT NOT NULL,
  curated_by TEXT NOT NULL,
  generated_at TEXT NOT NULL
) STRICT;

CREATE TABLE cron_runs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  started_at TEXT NOT NULL,
  took_ms INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  summary TEXT NOT NULL
) STRICT;

CREATE INDEX cron_runs_started ON cron_runs (started_at, name);
