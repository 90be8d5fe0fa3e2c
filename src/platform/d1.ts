/** The request's database: every statement asked for in one tick goes to D1 in one `batch()`, one round trip. */
import DataLoader from "dataloader";
import { needed } from "./in-time.ts";

/** What D1 can bind: dates travel as ISO text, lists and records as JSON text for `json_each`. */
export type D1Value = string | number | null;

type Statement = { sql: string; values: D1Value[] };

/** A D1 database seen from one request. Answers come in the order asked; a failing statement fails its whole tick. */
export class RequestDatabase {
  /** Round trips to D1 so far. */
  trips = 0;
  /** Statements sent and rows got so far: what a request costs D1. */
  statements = 0;
  rows = 0;

  readonly #database: D1Database;
  #session: D1DatabaseSession | null;
  readonly #statements: DataLoader<Statement, D1Result>;

  /**
   * Reads from the primary; with a `bookmark`, or null for a client that has none yet, in a session: from the nearest
   * replica that has seen at least as much. https://developers.cloudflare.com/d1/best-practices/read-replication/
   */
  constructor(database: D1Database, bookmark?: string | null) {
    this.#database = database;
    this.#session = bookmark === undefined ? null : database.withSession(constraintOf(bookmark));
    this.#statements = new DataLoader((statements) => this.#send(statements), {
      cache: false,
      maxBatchSize: 100,
      batchScheduleFn: settled,
    });
  }

  /** How far this request has seen the database, for the session of a later one; null outside a session. */
  get bookmark(): string | null {
    return this.#session?.getBookmark() ?? null;
  }

  /** Has the next read see what others have written by now, where a replica may not have it yet. */
  fromPrimary(): void {
    if (this.#session) this.#session = this.#database.withSession("first-primary");
  }

  /** All rows of one statement. `Row` states what the SQL selects; the SQL and its row type stand side by side in a store. */
  async all<Row>(sql: string, ...values: D1Value[]): Promise<Row[]> {
    const { results } = await this.#statements.load({ sql, values });
    return results as Row[];
  }

  /** The first row of one statement, or null. */
  async first<Row>(sql: string, ...values: D1Value[]): Promise<Row | null> {
    const [row] = await this.all<Row>(sql, ...values);
    return row ?? null;
  }

  /** Runs statements in order as one transaction, one round trip: all of them take effect, or none. */
  async write(statements: readonly D1PreparedStatement[]): Promise<D1Result[]> {
    if (statements.length === 0) return [];
    this.trips += 1;
    return this.#batch([...statements]);
  }

  /** A statement for {@link write}. */
  prepare(sql: string, ...values: D1Value[]): D1PreparedStatement {
    return this.#database.prepare(sql).bind(...values);
  }

  async #send(statements: readonly Statement[]): Promise<D1Result[]> {
    this.trips += 1;
    const answers = await this.#batch(statements.map(({ sql, values }) => this.prepare(sql, ...values)));
    for (const { results } of answers) this.rows += results.length;
    return answers;
  }

  #batch(statements: D1PreparedStatement[]): Promise<D1Result[]> {
    this.statements += statements.length;
    return needed("The catalogue", (this.#session ?? this.#database).batch(statements), isRefused);
  }
}

/**
 * Microtasks to wait for whoever else asks in this tick: loaders above the database, each behind a schedule of its own.
 * None of them takes so many. A timer would be sure, but takes a millisecond of every trip.
 */
const longestTick = 60;

async function settled(dispatch: () => void): Promise<void> {
  for (let passed = 0; passed < longestTick; passed++) await null;
  dispatch();
}

/** A statement that SQLite refuses is refused the next time as well. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && error.message.includes("SQLITE_");
}

/** A bookmark is groups of hexadecimal digits: what is none is not passed on, since D1 would fail every read for it. */
const bookmarks = /^[0-9a-f]{1,40}(-[0-9a-f]{1,40}){1,5}$/i;

function constraintOf(bookmark: string | null): string {
  return bookmark !== null && bookmarks.test(bookmark) ? bookmark : "first-unconstrained";
}
