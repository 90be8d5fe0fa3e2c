import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { answerCache, byAuthor, byIsbn, byTitle, cacheKey, lifetimeOf } from "../../src/enrichment/cache.ts";
import { parseIsbn } from "../../src/isbn.ts";

const days = 86_400;
const now = new Date("2026-11-21T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const answer = { status: 200, headers: new Headers(), body: "{}" };
const cover = { small: null, medium: "https://covers.example/1.jpg", large: null };
const full = editionRecord({
  title: "Full",
  isbn: parseIsbn("9780140449136"),
  cover,
  description: "x".repeat(101),
});
const found = (records: ReturnType<typeof editionRecord>[]) => ({ outcome: "found" as const, records });

it.each([
  ["a full record by ISBN", byIsbn, found([full]), 365],
  ["one without a cover", byIsbn, found([{ ...full, cover: { ...cover, medium: null } }]), 219],
  ["one without a description", byIsbn, found([{ ...full, description: null }]), 292],
  ["a title", byTitle, found([full]), 7],
  ["a title of which little is known", byTitle, found([editionRecord({ title: "Bare" })]), 1],
  ["an author", byAuthor, { outcome: "found" as const, records: [{}] }, 7],
  ["nothing", byIsbn, { outcome: "not-found" as const, message: "" }, 1],
])("%s is fresh for its days", (_what, kind, result, expected) => {
  expect(lifetimeOf(kind as never, result as never) / days).toBeCloseTo(expected);
});

it("questions that differ in case and spaces only have one key, long ones a short key", () => {
  const key = (title: string) => cacheKey(byTitle, "ISBNDB", { title });
  expect(key("The  Trial")).toBe(key("the trial"));
  expect(key("x".repeat(500)).length).toBeLessThan(200);
  expect(key("x".repeat(500))).not.toBe(key("x".repeat(499)));
  expect(cacheKey(byTitle, "ISBNDB", "1")).not.toBe(cacheKey(byIsbn, "ISBNDB", "1"));
});

it("an answer is fresh for its lifetime, and kept for bad days when it is over", async () => {
  const cache = answerCache({ kv: env.CACHE, bucket: env.FILES, nearest: null });
  await cache.keep("isbn:ISBNDB:1", answer, 2 * days, now);
  expect(await cache.read("isbn:ISBNDB:1", later(2 * days - 1))).toMatchObject({ isFresh: true });
  await env.CACHE.delete("answer:isbn:ISBNDB:1");
  expect(await cache.read("isbn:ISBNDB:1", later(2 * days + 1))).toMatchObject({ isFresh: false });
});

it("what fails on the way is passed over", async () => {
  const broken = () => Promise.reject(new Error("broken"));
  const nearest = { match: broken, put: broken, delete: broken } as unknown as Cache;
  const kv = { get: broken, put: broken } as unknown as KVNamespace;
  const cache = answerCache({ kv, bucket: env.FILES, nearest });
  await cache.keep("isbn:ISBNDB:2", answer, days, now);
  expect(await cache.read("isbn:ISBNDB:2", now)).toMatchObject({ isFresh: true });
});

it("what was far away is near the next time", async () => {
  const nearest = await caches.open("nearby");
  await answerCache({ kv: env.CACHE, bucket: env.FILES, nearest: null }).keep("k", answer, days, new Date());
  const cache = answerCache({ kv: env.CACHE, bucket: env.FILES, nearest });
  await cache.read("k", new Date());
  const elsewhere = () => Promise.resolve(null);
  const gone = { get: elsewhere } as unknown as KVNamespace;
  const empty = { get: elsewhere } as unknown as R2Bucket;
  expect(await answerCache({ kv: gone, bucket: empty, nearest }).read("k", new Date())).not.toBeNull();
});
