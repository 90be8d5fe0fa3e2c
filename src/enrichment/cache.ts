/** Providers' answers, kept so that nobody is asked twice: Cache API for the moment, KV for the term, R2 for good. */
import { z } from "zod";
import type { HttpAnswer } from "./providers/provider.ts";

const day = 86_400;
/** Seconds an answer about an ISBN is fresh; "not found" is asked again tomorrow. */
const lifetimes = { found: 365 * day, "not-found": day };
/** Seconds in the nearest data centre. */
const nearby = 3_600;
/** Characters; a larger answer is not kept. */
const largest = 1_000_000;

const kept = z.object({ status: z.int(), body: z.string(), freshUntil: z.number() });
type Kept = z.output<typeof kept>;

/** An answer as the provider gave it, and whether it is still fresh. */
export type CachedAnswer = { answer: HttpAnswer; isFresh: boolean };

export type AnswerCache = {
  read: (key: string, now: Date) => Promise<CachedAnswer | null>;
  keep: (key: string, answer: HttpAnswer, outcome: keyof typeof lifetimes, now: Date) => Promise<void>;
};

/** Reads from the nearest place that has it; a place that fails is passed over. R2 keeps what is stale, for bad days. */
export function answerCache({
  kv,
  bucket,
  nearest,
}: {
  kv: KVNamespace;
  bucket: R2Bucket;
  nearest: Cache | null;
}): AnswerCache {
  const url = (key: string) => `https://answers.invalid/${encodeURIComponent(key)}`;
  const object = (key: string) => `answers/${encodeURIComponent(key)}`;

  return {
    async read(key, now) {
      const places = [
        async () => (await nearest?.match(url(key)))?.json(),
        () => kv.get(`answer:${key}`, "json"),
        async () => (await bucket.get(object(key)))?.json(),
      ];
      for (const place of places) {
        const found = kept.safeParse(await place().catch(() => null)).data;
        if (found) return { answer: answerOf(found), isFresh: now.getTime() < found.freshUntil };
      }
      return null;
    },

    async keep(key, { status, body }, outcome, now) {
      if (body.length > largest) return;
      const lifetime = lifetimes[outcome];
      const text = JSON.stringify({
        status,
        body,
        freshUntil: now.getTime() + lifetime * 1_000,
      } satisfies Kept);
      const near = new Response(text, {
        headers: { "cache-control": `max-age=${Math.min(nearby, lifetime)}` },
      });
      await Promise.allSettled([
        nearest?.put(url(key), near),
        kv.put(`answer:${key}`, text, { expirationTtl: lifetime }),
        bucket.put(object(key), text),
      ]);
    },
  };
}

function answerOf({ status, body }: Kept): HttpAnswer {
  return { status, headers: new Headers({ "content-type": "application/json" }), body };
}
