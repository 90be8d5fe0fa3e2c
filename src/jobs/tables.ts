/** A job object's own SQLite: what is kept, and how it is counted. */
import type { Outcome } from "./job.ts";
import { failedOutcomes } from "./job.ts";

export const tables = `
  CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, details TEXT NOT NULL, status TEXT NOT NULL,
    total INTEGER, current_item TEXT, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT,
    expires_at TEXT NOT NULL, failure TEXT, active_at INTEGER NOT NULL,
    last_line INTEGER
  );
  CREATE TABLE IF NOT EXISTS items (
    line INTEGER PRIMARY KEY, identity TEXT, data TEXT NOT NULL, outcome TEXT NOT NULL, message TEXT, result TEXT
  );
  CREATE INDEX IF NOT EXISTS items_identity ON items (identity, line);
  CREATE INDEX IF NOT EXISTS items_outcome ON items (outcome, line);
  -- Counted by triggers, so that a tally can never disagree with the items.
  CREATE TABLE IF NOT EXISTS tally (outcome TEXT PRIMARY KEY, count INTEGER NOT NULL);
  CREATE TRIGGER IF NOT EXISTS items_added AFTER INSERT ON items BEGIN
    INSERT INTO tally VALUES (new.outcome, 1) ON CONFLICT (outcome) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER IF NOT EXISTS items_ended AFTER UPDATE OF outcome ON items WHEN old.outcome <> new.outcome BEGIN
    UPDATE tally SET count = count - 1 WHERE outcome = old.outcome;
    INSERT INTO tally VALUES (new.outcome, 1) ON CONFLICT (outcome) DO UPDATE SET count = count + 1;
  END;
  CREATE TABLE IF NOT EXISTS events (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, line INTEGER, message TEXT
  );`;

/** Counts by outcome, those that are 0 left out. */
export type Tally = Partial<Record<Outcome, number>>;

/** What a tally comes to. */
export function progressOf(tally: Tally): { processed: number; succeeded: number; failed: number } {
  let [processed, failed] = [0, 0];
  for (const [outcome, count] of Object.entries(tally)) {
    if (outcome === "PENDING") continue;
    processed += count;
    if (failedOutcomes.some((bad) => bad === outcome)) failed += count;
  }
  return { processed, succeeded: processed - failed, failed };
}
