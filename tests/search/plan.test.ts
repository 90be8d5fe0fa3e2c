import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { planOf } from "../../src/search/plan.ts";

/** Titles that a number of books have. */
async function index(title: string, books: number, from: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE numbers (number) AS (SELECT ?2 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?2 + ?3 - 1)
     INSERT INTO book_search (rowid, title) SELECT number, ?1 FROM numbers`,
  )
    .bind(title, from, books)
    .run();
}

const plan = (...words: string[]) => planOf(new RequestDatabase(env.DB), words);

beforeAll(async () => {
  await index("harbour", 1_000, 1);
  await index("harbourside", 5, 2_001);
  await index("lantern", 999, 3_001);
  await index("lanternfish", 5, 5_001);
});

it("takes a last word that a thousand books have for finished", async () => {
  expect(await plan("harbour")).toMatchObject({ kind: "ranked", any: '("harbour")' });
});

it("takes a rarer last word for a beginning too, and counts what begins with it", async () => {
  expect(await plan("lantern")).toMatchObject({ any: '("lantern"*)', postings: 1_004 });
});

it("counts the postings of all its words, by which a search is cheap or is not", async () => {
  expect(await plan("lantern", "harbour")).toMatchObject({
    all: '("lantern") AND ("harbour")',
    postings: 1_999,
  });
});
