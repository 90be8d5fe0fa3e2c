/** The job's own row: what it is, where it stands, and when anything was heard of it last. */
import type { JobKind, JobState } from "./job.ts";

/** A job as its row has it. `details` is JSON for its own kind, `activeAt` in milliseconds. */
export type JobRow = Omit<JobState, "processed" | "succeeded" | "failed"> & {
  details: string;
  activeAt: number;
  lastLine: number | null;
};

/** What a row begins with. */
export type NewRecord = { id: string; kind: JobKind; details: string; createdAt: string; expiresAt: string };

/** Columns that change; times are ISO text. */
type Changes = Partial<{
  status: JobState["status"];
  total: number;
  current_item: string | null;
  started_at: string;
  finished_at: string | null;
  failure: string | null;
  active_at: number;
  last_line: number | null;
}>;

/** One row in the object's SQLite. */
export class JobRecord {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Begins it, as QUEUED. */
  create({ id, kind, details, createdAt, expiresAt }: NewRecord): void {
    this.#sql.exec(
      `INSERT INTO job (id, kind, details, status, created_at, expires_at, active_at)
       VALUES (?, ?, ?, 'QUEUED', ?, ?, ?)`,
      ...[id, kind, details, createdAt, expiresAt, Date.now()],
    );
  }

  /** The row; null for an id that nobody ever gave, of which nothing may be written either. */
  read(): JobRow | null {
    const [table] = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'job'").toArray();
    if (!table) return null;
    const [row] = this.#sql
      .exec<JobRow>(
        `SELECT id, kind, details, status, total, current_item AS currentItem,
                created_at AS createdAt, started_at AS startedAt, finished_at AS finishedAt, expires_at AS expiresAt,
                failure, active_at AS activeAt, last_line AS lastLine FROM job`,
      )
      .toArray();
    return row ?? null;
  }

  /** Changes what is named. */
  update(changes: Changes): void {
    const columns = Object.keys(changes).map((column) => `${column} = ?`);
    this.#sql.exec(`UPDATE job SET ${columns.join(", ")}`, ...Object.values(changes));
  }

  /** Remembers that the job is alive. */
  touch(): void {
    this.update({ active_at: Date.now() });
  }
}
