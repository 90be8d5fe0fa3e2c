/** One caller's spending in one bucket: a Durable Object, so that the count is exact however many ask at once. */
import { DurableObject } from "cloudflare:workers";

/** A limit as configured: so many in any window of so many seconds. */
export type Limit = { limit: number; windowSeconds: number };

/** What is left: when `isSpent`, it was taken. `resetAt` is when what was asked for is free, in milliseconds. */
export type Balance = { isSpent: boolean; remaining: number; resetAt: number };

/** A sliding window: each call is held until the window has passed it. The object forgets itself when it holds none. */
export class RateLimiter extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;

  /** Takes so many if there are so many, else none. */
  async spend({ limit, windowSeconds }: Limit, amount: number): Promise<Balance> {
    const now = Date.now();
    this.#sql.exec("CREATE TABLE IF NOT EXISTS calls (free_at INTEGER NOT NULL)");
    this.#sql.exec("DELETE FROM calls WHERE free_at <= ?", now);
    const held = this.#held();
    if (held.length + amount > limit) return { ...balanceOf(held, now, limit, amount), isSpent: false };
    const freeAt = now + windowSeconds * 1_000;
    for (let taken = 0; taken < amount; taken++) {
      this.#sql.exec("INSERT INTO calls (free_at) VALUES (?)", freeAt);
      held.push(freeAt);
    }
    // No other call comes in between: nothing has been awaited yet. An alarm that is set looks again by itself.
    const balance = { ...balanceOf(held, now, limit, 1), isSpent: true };
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(freeAt);
    return balance;
  }

  /** Looks without taking, and without writing. */
  look({ limit }: Limit): Balance {
    const now = Date.now();
    return { ...balanceOf(this.#heldAt(now), now, limit, 1), isSpent: false };
  }

  /** Nothing that is still held is forgotten, whenever the alarm comes. */
  override async alarm(): Promise<void> {
    const last = this.#heldAt(Date.now()).at(-1);
    if (last === undefined) await this.ctx.storage.deleteAll();
    else await this.ctx.storage.setAlarm(last);
  }

  #heldAt(now: number): number[] {
    const [known] = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'calls'").toArray();
    return known ? this.#held().filter((freeAt) => freeAt > now) : [];
  }

  #held(): number[] {
    return this.#sql
      .exec<{ free_at: number }>("SELECT free_at FROM calls ORDER BY free_at")
      .toArray()
      .map(({ free_at: freeAt }) => freeAt);
  }
}

function balanceOf(
  held: readonly number[],
  now: number,
  limit: number,
  amount: number,
): Omit<Balance, "isSpent"> {
  // A limit that was lowered may find more held than it allows: all above it must go first.
  const inTheWay = Math.max(1, held.length + amount - limit);
  return { remaining: Math.max(0, limit - held.length), resetAt: held[inTheWay - 1] ?? now };
}
