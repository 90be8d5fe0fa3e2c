/** A job's events, in the object's own SQLite: numbered without gaps, and kept before anybody is told. */
import { type JobEvent, jobState } from "./job.ts";

type EventRow = Omit<JobEvent, "state"> & { state: string };

export class EventLog {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps an event under the next number. */
  append(told: Omit<JobEvent, "sequence">): JobEvent {
    const event = { sequence: (this.last()?.sequence ?? 0) + 1, ...told };
    const { sequence, kind, at, state, line, message } = event;
    this.#sql.exec(
      "INSERT INTO events (sequence, kind, at, state, line, message) VALUES (?, ?, ?, ?, ?, ?)",
      ...[sequence, kind, at, JSON.stringify(state), line, message],
    );
    return event;
  }

  /** The latest event; undefined before the first. */
  last(): JobEvent | undefined {
    return this.#events("ORDER BY sequence DESC LIMIT 1")[0];
  }

  /** Those after a number, in order. */
  after(sequence: number): JobEvent[] {
    return this.#events("WHERE sequence > ? ORDER BY sequence", sequence);
  }

  #events(where: string, ...values: number[]): JobEvent[] {
    const sql = `SELECT sequence, kind, at, state, line, message FROM events ${where}`;
    const rows = this.#sql.exec<EventRow>(sql, ...values).toArray();
    return rows.map((row) => ({ ...row, state: jobState.parse(JSON.parse(row.state)) }));
  }
}
