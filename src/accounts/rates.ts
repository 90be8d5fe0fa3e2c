/** What a caller may ask how often, and what happens when it is too often. */
import { GraphQLError } from "graphql";
import * as z from "zod";
import type { Context } from "../context.ts";
import { logError } from "../platform/log.ts";
import { inTime } from "../platform/models.ts";
import type { Limit } from "./rate-limiter.ts";

/** SEMANTIC covers HYBRID as well: both ask the model. */
export const buckets = ["TEXT", "SEMANTIC"] as const;
export type Bucket = (typeof buckets)[number];

/** A bucket's limit, and what this caller has left of it. */
export type Rate = Limit & { bucket: Bucket; remaining: number; resetAt: Date };

const perMinute = z.coerce.number().int().min(1);
const limits = z.object({
  RATE_LIMIT_TEXT: perMinute.default(100),
  RATE_LIMIT_SEMANTIC: perMinute.default(5),
});

type Asking = Pick<Context, "env" | "caller">;

/** Seconds after which to try again when nobody can count. */
const recoverySeconds = 10;

/**
 * Takes one from the caller's bucket. When the limiter fails, TEXT goes on without a count, for it costs next to nothing;
 * SEMANTIC does not, for every search costs the model's quota.
 * @throws RATE_LIMITED with `retryAfter` in seconds, which HTTP's Retry-After repeats.
 */
export async function spend(context: Asking, bucket: Bucket): Promise<void> {
  const limit = limitOf(context, bucket);
  const balance = await inTime("The rate limiter", object(context, bucket).spend(limit)).catch(
    (error: unknown) => {
      logError("rate_limit.unavailable", error, { bucket });
      return null;
    },
  );
  if (balance?.isSpent || (balance === null && bucket === "TEXT")) return;
  if (balance === null) {
    throw rateLimited(bucket, recoverySeconds, "Searches by meaning cannot be counted just now: try again.");
  }
  const retryAfter = Math.max(1, Math.ceil((balance.resetAt - Date.now()) / 1_000));
  throw rateLimited(bucket, retryAfter, `Too many ${bucket} searches: try again in ${retryAfter} s.`);
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
  if (bucket === "TEXT") return { remaining: limit, resetAt: Date.now() };
  return { remaining: 0, resetAt: Date.now() + recoverySeconds * 1_000 };
}

function rateLimited(bucket: Bucket, retryAfter: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "RATE_LIMITED", bucket, retryAfter } });
}

/** @throws for the operator, naming the variable: clients see an unexpected error. */
function limitOf({ env }: Asking, bucket: Bucket): Limit {
  const { data, error } = limits.safeParse(env);
  if (!data) throw new Error(`The rate limits are misconfigured. ${z.prettifyError(error)}`);
  return { limit: bucket === "TEXT" ? data.RATE_LIMIT_TEXT : data.RATE_LIMIT_SEMANTIC, windowSeconds: 60 };
}

function object({ env, caller }: Asking, bucket: Bucket) {
  return env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName(`${bucket}:${caller.id}`));
}
