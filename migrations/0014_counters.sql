-- What is counted for operators, five minutes a row: requests by outcome, caches by hit and miss.
CREATE TABLE counters (
  name TEXT NOT NULL,
  -- When the five minutes began.
  at TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (name, at)
) STRICT, WITHOUT ROWID;

-- Alerts that stand, so that each is told once when it comes and once when it goes.
CREATE TABLE alerts (
  name TEXT PRIMARY KEY,
  since TEXT NOT NULL
) STRICT;

-- When an operator put it back on its queue.
ALTER TABLE dead_letters ADD COLUMN replayed_at TEXT;
