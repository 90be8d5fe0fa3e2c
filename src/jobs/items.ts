/** A job's items, in the object's own SQLite: keyed by line, and ended once. */
import type { ItemReport, JobItem, NewItem, Outcome, Slice } from "./job.ts";
import type { Tally } from "./tables.ts";

const columns = "SELECT line, data, outcome, message, result FROM items";

export class JobItems {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Adds items; a line that is there stays as it is. A later item with an earlier one's identity is its DUPLICATE. */
  add(items: readonly NewItem[]): void {
    for (const { line, identity, data, ended } of items) {
      const [earlier] =
        identity === null
          ? []
          : this.#rows<{ line: number }>(
              "SELECT line FROM items WHERE identity = ? AND line < ? ORDER BY line LIMIT 1",
              identity,
              line,
            );
      const end =
        ended ?? (earlier && { outcome: "DUPLICATE", message: `The same book is on line ${earlier.line}.` });
      this.#sql.exec(
        "INSERT OR IGNORE INTO items (line, identity, data, outcome, message) VALUES (?, ?, ?, ?, ?)",
        ...[line, identity, data, end?.outcome ?? "PENDING", end?.message ?? null],
      );
    }
  }

  /** How many there are. */
  count(): number {
    const [count] = this.#rows<{ total: number }>("SELECT count(*) AS total FROM items");
    return count?.total ?? 0;
  }

  /** What is still to do, in stretches of `size` items. */
  slices(size: number): Slice[] {
    return this.#rows<Slice>(
      `SELECT min(line) AS "from", max(line) AS "to" FROM
         (SELECT line, (row_number() OVER (ORDER BY line) - 1) / CAST(? AS INTEGER) AS slice FROM items WHERE outcome = 'PENDING')
        GROUP BY slice ORDER BY 1`,
      size,
    );
  }

  /** Those of a slice that are still to do. */
  pending({ from, to }: Slice): JobItem[] {
    return this.#rows(
      `${columns} WHERE line BETWEEN ? AND ? AND outcome = 'PENDING' ORDER BY line`,
      from,
      to,
    );
  }

  /** How items ended: the first word on a line counts. */
  end(reports: readonly ItemReport[]): void {
    for (const { line, outcome, message, result } of reports) {
      this.#sql.exec(
        "UPDATE items SET outcome = ?, message = ?, result = ? WHERE line = ? AND outcome = 'PENDING'",
        ...[outcome, message, result, line],
      );
    }
  }

  /** Ends all that was still to do as FAILED. */
  failPending(message: string): void {
    this.#sql.exec("UPDATE items SET outcome = 'FAILED', message = ? WHERE outcome = 'PENDING'", message);
  }

  /** Has what failed in a slice to do again; false when nothing had. */
  reopenFailed({ from, to }: Slice): boolean {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE items SET outcome = 'PENDING', message = NULL WHERE line BETWEEN ? AND ? AND outcome = 'FAILED'",
      from,
      to,
    );
    return rowsWritten > 0;
  }

  /** Those after a line, of some outcomes only or of all. */
  page(after: number, first: number, outcomes: readonly Outcome[] | null): JobItem[] {
    return this.#rows(
      `${columns} WHERE line > ? AND (?2 IS NULL OR outcome IN (SELECT value FROM json_each(?2))) ORDER BY line LIMIT ?`,
      after,
      outcomes && JSON.stringify(outcomes),
      first,
    );
  }

  /** Counts by outcome. */
  tally(): Tally {
    const counts = this.#rows<{ outcome: Outcome; count: number }>(
      "SELECT outcome, count FROM tally WHERE count > 0",
    );
    return Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count]));
  }

  #rows<Row extends Record<string, SqlStorageValue>>(sql: string, ...values: SqlStorageValue[]): Row[] {
    return this.#sql.exec<Row>(sql, ...values).toArray();
  }
}
