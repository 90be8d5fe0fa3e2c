/** Providers' answers, kept so that nobody is asked twice: Cache API for the moment, KV for the term, R2 for good. */
import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { EditionRecord } from "../books/record.ts";
import { fromCache, soon } from "../platform/in-time.ts";
import type { HttpAnswer, ProviderName, ProviderResult } from "./providers/provider.ts";

const day = 86_400;
/** Seconds until somebody who knew nothing is asked again. */
const notFound = day;
/** Seconds in the nearest data centre. */
const nearby = 3_600;
/** Characters; a larger answer is not kept. */
const largest = 1_000_000;
/** Bytes of a question in a key; a longer one goes by its hash. KV allows 512 a key. */
const longestQuestion = 200;

/** What kind of question an answer is to: how long a good one is fresh, in seconds, and what `worth` (0–1) it has. */
export type CacheKind<Found> = {
  name: string;
  lifetime: number;
  worth: (records: readonly Found[]) => number;
};

/** A book by its ISBN. */
export const byIsbn: CacheKind<EditionRecord> = { name: "isbn", lifetime: 365 * day, worth: worthOfBest };
/** Books by words of their titles and authors. */
export const byTitle: CacheKind<EditionRecord> = { name: "title", lifetime: 7 * day, worth: worthOfBest };
/** A work, to complete its record. */
export const byWork: CacheKind<unknown> = { name: "enrichment", lifetime: 180 * day, worth: () => 1 };
/** People by name or identifier. */
export const byAuthor: CacheKind<unknown> = { name: "author", lifetime: 7 * day, worth: () => 1 };

const kept = z.object({ status: z.int(), body: z.string(), freshUntil: z.number() });
type Kept = z.output<typeof kept>;

/** An answer as the provider gave it, and whether it is still fresh. */
export type CachedAnswer = { answer: HttpAnswer; isFresh: boolean };

export type AnswerCache = {
  read: (key: string, now: Date) => Promise<CachedAnswer | null>;
  /** `lifetime` is in seconds. */
  keep: (key: string, answer: HttpAnswer, lifetime: number, now: Date) => Promise<void>;
};

/** `{kind}:{provider}:{question}`, the same for questions that differ in case and spaces only. */
export function cacheKey({ name }: { name: string }, provider: ProviderName, question: unknown): string {
  const canonical = JSON.stringify(question).toLowerCase().replace(/\s+/g, " ");
  const isLong = new TextEncoder().encode(canonical).length > longestQuestion;
  const short = isLong ? createHash("sha256").update(canonical).digest("base64url") : canonical;
  return `${name}:${provider}:${short}`;
}

/** Seconds that an answer is fresh: less for a poor record, a day at least and for "not found". */
export function lifetimeOf<Found>(kind: CacheKind<Found>, result: ProviderResult<Found>): number {
  if (result.outcome !== "found") return notFound;
  return Math.max(day, Math.round(kind.lifetime * kind.worth(result.records)));
}

/** An ISBN is worth 0.4, a cover 0.4, a description of more than 100 characters 0.2. */
function worthOfBest(records: readonly EditionRecord[]): number {
  const worths = records.map(
    ({ isbn, cover, description }) =>
      (isbn === null ? 0 : 0.4) +
      ((cover.small ?? cover.medium ?? cover.large) === null ? 0 : 0.4) +
      ((description?.length ?? 0) > 100 ? 0.2 : 0),
  );
  return Math.max(0, ...worths);
}

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
  const putNearest = async (key: string, text: string, lifetime: number) =>
    nearest?.put(
      url(key),
      new Response(text, { headers: { "cache-control": `max-age=${Math.min(nearby, lifetime)}` } }),
    );

  return {
    async read(key, now) {
      const places = [
        async () => (await (await nearest?.match(url(key)))?.json()) ?? null,
        () => kv.get(`answer:${key}`, "json"),
        async () => (await (await bucket.get(object(key)))?.json()) ?? null,
      ];
      for (const [distance, place] of places.entries()) {
        const found = kept.safeParse(await fromCache(place())).data;
        if (!found) continue;
        const seconds = Math.floor((found.freshUntil - now.getTime()) / 1_000);
        if (distance > 0 && seconds > 0)
          await soon("answers.not_kept", putNearest(key, JSON.stringify(found), seconds));
        return { answer: answerOf(found), isFresh: seconds > 0 };
      }
      return null;
    },

    async keep(key, { status, body }, lifetime, now) {
      if (body.length > largest) return;
      const freshUntil = now.getTime() + lifetime * 1_000;
      const text = JSON.stringify({ status, body, freshUntil } satisfies Kept);
      await Promise.all([
        soon("answers.not_kept", putNearest(key, text, lifetime)),
        soon("answers.not_kept", kv.put(`answer:${key}`, text, { expirationTtl: lifetime })),
        soon("answers.not_kept", bucket.put(object(key), text)),
      ]);
    },
  };
}

function answerOf({ status, body }: Kept): HttpAnswer {
  return { status, headers: new Headers({ "content-type": "application/json" }), body };
}
