/** One caller's spending in one bucket: a Durable Object, so that the count is exact however many ask at once. */
import { DurableObject } from "cloudflare:workers";

/** A limit as configured: so many in any window of so many seconds. */
export type Limit = { limit: number; windowSeconds: number };

/** What is left: when `isSpent`, one was taken. `resetAt` is when the next one is free, in milliseconds. */
export type Balance = { isSpent: boolean; remaining: number; resetAt: number };

/** A sliding window over the times of the last `limit` calls. Forgets itself when the window has passed. */
export class RateLimiter extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;

  /** Takes one if there is one. */
  async spend({ limit, windowSeconds }: Limit): Promise<Balance> {
    this.#sql.exec("CREATE TABLE IF NOT EXISTS spent (at INTEGER NOT NULL)");
    const now = Date.now();
    const isSpent = this.#recent(windowSeconds).length < limit;
    if (isSpent) {
      this.#sql.exec("INSERT INTO spent (at) VALUES (?)", now);
      await this.ctx.storage.setAlarm(now + windowSeconds * 1_000);
    }
    return this.#balance({ limit, windowSeconds }, isSpent);
  }

  /** Looks without taking. */
  look(limit: Limit): Balance {
    const [known] = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'spent'").toArray();
    if (!known) return { isSpent: false, remaining: limit.limit, resetAt: Date.now() };
    return this.#balance(limit, false);
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  #balance({ limit, windowSeconds }: Limit, isSpent: boolean): Balance {
    const recent = this.#recent(windowSeconds);
    const remaining = Math.max(0, limit - recent.length);
    const [oldest] = recent.slice(-limit);
    return {
      isSpent,
      remaining,
      resetAt: oldest === undefined ? Date.now() : oldest + windowSeconds * 1_000,
    };
  }

  #recent(windowSeconds: number): number[] {
    const since = Date.now() - windowSeconds * 1_000;
    this.#sql.exec("DELETE FROM spent WHERE at <= ?", since);
    return this.#sql
      .exec<{ at: number }>("SELECT at FROM spent ORDER BY at")
      .toArray()
      .map(({ at }) => at);
  }
}
