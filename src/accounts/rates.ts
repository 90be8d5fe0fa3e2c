/** What a caller may ask how often, and what happens when it is too often. */
import { GraphQLError } from "graphql";
import * as z from "zod/mini";
import type { Context } from "../context.ts";
import { inTime } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import type { Limit } from "./rate-limiter.ts";

type Rule = Limit & {
  /** Whether it spends a model's or a provider's quota, so that nothing uncounted may pass. */
  isCostly: boolean;
  /** What is counted, for people. */
  what: string;
};

/** The limit is what stands here unless the variable RATE_LIMIT_{bucket} says otherwise. */
const rules = {
  TEXT: { limit: 100, windowSeconds: 60, isCostly: false, what: "searches by words" },
  SEMANTIC: { limit: 5, windowSeconds: 60, isCostly: true, what: "searches by meaning" },
  ENRICHMENT: { limit: 120, windowSeconds: 60, isCostly: true, what: "questions to the providers" },
  IMPORT: { limit: 60, windowSeconds: 3_600, isCostly: true, what: "imports" },
} satisfies Record<string, Rule>;

export type Bucket = keyof typeof rules;
const buckets: readonly Bucket[] = ["TEXT", "SEMANTIC", "ENRICHMENT", "IMPORT"];

/** A bucket's limit, and what this caller has left of it. */
export type Rate = Limit & { bucket: Bucket; remaining: number; resetAt: Date };

type Asking = Pick<Context, "env" | "caller">;

/** Seconds after which to try again when nobody can count. */
const recoverySeconds = 10;

/**
 * Takes so many from the caller's bucket; never more than it holds when full. When the limiter fails, what costs next to
 * nothing goes on without a count; what spends a quota does not.
 * @throws RATE_LIMITED with `retryAfter` in seconds, which HTTP's Retry-After repeats.
 */
export async function spend(context: Asking, bucket: Bucket, amount = 1): Promise<void> {
  const limit = limitOf(context, bucket);
  const { isCostly, what } = rules[bucket];
  const spending = object(context, bucket).spend(limit, Math.min(amount, limit.limit));
  const balance = await inTime("The rate limiter", spending).catch((error: unknown) => {
    logError("rate_limit.unavailable", error, { bucket });
    return null;
  });
  if (balance?.isSpent || (balance === null && !isCostly)) return;
  if (balance === null) {
    const message = `For the moment ${what} cannot be counted, and so not answered: try again.`;
    throw rateLimited(bucket, recoverySeconds, message);
  }
  const retryAfter = Math.max(1, Math.ceil((balance.resetAt - Date.now()) / 1_000));
  throw rateLimited(bucket, retryAfter, `Too many ${what}: try again in ${retryAfter} s.`);
}

/** All buckets as they stand for the caller; looking spends nothing. */
export function ratesOf(context: Asking): Promise<Rate[]> {
  return Promise.all(
    buckets.map(async (bucket) => {
      const limit = limitOf(context, bucket);
      const look = inTime("The rate limiter", object(context, bucket).look(limit));
      const { remaining, resetAt } = await look.catch((error: unknown) => uncounted(error, bucket, limit));
      return { bucket, ...limit, remaining, resetAt: new Date(resetAt) };
    }),
  );
}

/** What {@link spend} would let through while nobody can count. */
function uncounted(error: unknown, bucket: Bucket, { limit }: Limit) {
  logError("rate_limit.unavailable", error, { bucket });
  if (!rules[bucket].isCostly) return { remaining: limit, resetAt: Date.now() };
  return { remaining: 0, resetAt: Date.now() + recoverySeconds * 1_000 };
}

function rateLimited(bucket: Bucket, retryAfter: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "RATE_LIMITED", bucket, retryAfter } });
}

const rule = "must be a whole number, 1 or more";
const calls = z.optional(z.pipe(z.transform(Number), z.int(rule).check(z.minimum(1, rule))));
const settingOf = (bucket: Bucket) => z.object({ [`RATE_LIMIT_${bucket}`]: calls });
const settings = new Map(buckets.map((bucket) => [bucket, settingOf(bucket)]));

/** @throws for the operator, naming the variable: clients see an unexpected error. */
function limitOf({ env }: Asking, bucket: Bucket): Limit {
  const { data, error } = (settings.get(bucket) ?? settingOf(bucket)).safeParse(env);
  if (error) throw new Error(`The rate limits are misconfigured. ${z.prettifyError(error)}`);
  const { limit, windowSeconds } = rules[bucket];
  return { limit: data[`RATE_LIMIT_${bucket}`] ?? limit, windowSeconds };
}

function object({ env, caller }: Asking, bucket: Bucket) {
  return env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName(`${bucket}:${caller.id}`));
}
