/** Statements gathered by hand and sent together: one trip to D1, with nothing between the handler and the binding. */
import { type D1Value, RequestDatabase } from "../../src/platform/d1.ts";

type Asked = {
  statement: D1PreparedStatement;
  resolve: (rows: unknown[]) => void;
  reject: (error: unknown) => void;
};

/** What the stores ask of it waits until {@link go}. */
export class Trip extends RequestDatabase {
  readonly #d1: D1Database;
  #asked: Asked[] = [];

  constructor(d1: D1Database) {
    super(d1);
    this.#d1 = d1;
  }

  override all<Row>(sql: string, ...values: D1Value[]): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.#asked.push({
        statement: this.#d1.prepare(sql).bind(...values),
        resolve: (rows) => resolve(rows as Row[]),
        reject,
      });
    });
  }

  /** Sends what was asked for since the last time. */
  async go(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    if (asked.length === 0) return;
    this.trips += 1;
    try {
      const results = await this.#d1.batch(asked.map(({ statement }) => statement));
      for (const [place, { resolve }] of asked.entries()) resolve(results[place]?.results ?? []);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
