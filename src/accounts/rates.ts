/** What a caller may ask how often, and what happens when it is too often. */
import { GraphQLError } from "graphql";
import { z } from "zod";
import type { Context } from "../context.ts";
import { logError } from "../platform/log.ts";
import type { Balance, Limit } from "./rate-limiter.ts";

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

/**
 * Takes one from the caller's bucket.
 * @throws RATE_LIMITED with `retryAfter` in seconds, which HTTP's Retry-After repeats.
 */
export async function spend(context: Asking, bucket: Bucket): Promise<void> {
  const balance = await object(context, bucket)
    .spend(limitOf(context, bucket))
    .catch((error: unknown) => whenUnknown(error, bucket));
  if (balance.isSpent) return;
  const retryAfter = Math.max(1, Math.ceil((balance.resetAt - Date.now()) / 1_000));
  throw new GraphQLError(`Too many ${bucket} searches: try again in ${retryAfter} s.`, {
    extensions: {
      code: "RATE_LIMITED",
      bucket,
      retryAfter,
      http: { headers: { "Retry-After": String(retryAfter) } },
    },
  });
}

/** All buckets as they stand for the caller; looking spends nothing. */
export function ratesOf(context: Asking): Promise<Rate[]> {
  return Promise.all(
    buckets.map(async (bucket) => {
      const limit = limitOf(context, bucket);
      const { remaining, resetAt } = await object(context, bucket).look(limit);
      return { bucket, ...limit, remaining, resetAt: new Date(resetAt) };
    }),
  );
}

/** A search by words costs next to nothing and goes on without a count; the model's quota is not risked. */
function whenUnknown(error: unknown, bucket: Bucket): Balance {
  logError("rate_limit.unavailable", error, { bucket });
  return { isSpent: bucket === "TEXT", remaining: 0, resetAt: Date.now() + 10_000 };
}

function limitOf({ env }: Asking, bucket: Bucket): Limit {
  const { RATE_LIMIT_TEXT, RATE_LIMIT_SEMANTIC } = limits.parse(env);
  return { limit: bucket === "TEXT" ? RATE_LIMIT_TEXT : RATE_LIMIT_SEMANTIC, windowSeconds: 60 };
}

function object({ env, caller }: Asking, bucket: Bucket) {
  return env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName(`${bucket}:${caller.bucketKey}`));
}
