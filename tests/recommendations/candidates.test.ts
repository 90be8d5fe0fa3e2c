import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EditionRecord } from "../../src/books/record.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { spread } from "../../src/recommendations/spread.ts";
import { candidatesFrom } from "../../src/recommendations/store.ts";
import { makeWeeklyPicks } from "../../src/recommendations/weekly.ts";
import { shelve } from "../support/library.ts";
import { bareBook, isbnAt, presentableBook } from "../support/shelf.ts";

const db = () => new RequestDatabase(env.DB);
const all = { start: 0, most: 400 };

/** Picks without vectors, as in a deployment that has no index. */
const make = (weekOf: string) =>
  makeWeeklyPicks({ db: db(), cache: env.CACHE }, weekOf, {
    now: new Date("2027-01-01T00:00:00Z"),
    isForced: false,
  });

async function isbns(weekOf: string) {
  return (await make(weekOf))?.picks.map(({ isbn }) => isbn) ?? [];
}

async function emptyTables() {
  const tables = [
    "recommendations",
    "book_sources",
    "book_authors",
    "work_authors",
    "books",
    "works",
    "authors",
  ];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

beforeEach(emptyTables);
afterEach(emptyTables);

const range = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
const many = (count: number, book: (number: number) => EditionRecord, from = 0) =>
  shelve(range(count, from).map((number) => book(number)));

describe("who may be picked", () => {
  const cover = { small: null, medium: null, large: null };
  it.each<[string, Partial<EditionRecord>, boolean]>([
    ["a nearly complete record without a cover", {}, true],
    [
      "a description and a cover, and nothing else",
      {
        publisher: null,
        subjects: [],
        language: null,
        pageCount: null,
        publishedOn: null,
        cover: { ...cover, small: "https://covers.example/1.jpg" },
      },
      true,
    ],
    ["a record that lacks one fact besides the cover", { pageCount: null }, true],
    ["a record that lacks two facts besides the cover", { pageCount: null, publisher: null }, false],
    [
      "a record without a description, cover and all",
      { description: null, cover: { ...cover, medium: "https://covers.example/1.jpg" } },
      false,
    ],
    ["a description that says next to nothing", { description: "A novel." }, false],
  ])("%s", async (_what, facts, mayBe) => {
    await shelve([presentableBook(1, facts)]);
    expect(await isbns("2027-02-01")).toEqual(mayBe ? [isbnAt(1)] : []);
  });
});

describe("the candidates", () => {
  it("give five picks as long as there are five, wherever in the catalogue they stand", async () => {
    await many(8, presentableBook);
    await many(600, bareBook, 8);
    for (const week of ["2027-02-01", "2027-05-03", "2027-08-02", "2027-11-01"])
      expect(await isbns(week)).toHaveLength(5);
  });

  it("are fewer than five only where the catalogue has fewer", async () => {
    await many(3, presentableBook);
    expect(await isbns("2027-02-01")).toHaveLength(3);
  });

  it("cost no more reads in a catalogue that is three times as large", async () => {
    const reads = async () => {
      let rows = 0;
      const counting: D1Database = Object.create(env.DB, {
        prepare: { value: (sql: string) => env.DB.prepare(sql) },
        batch: {
          value: async (statements: D1PreparedStatement[]) => {
            const results = await env.DB.batch(statements);
            rows += results.reduce((sum, { meta }) => sum + meta.rows_read, 0);
            return results;
          },
        },
      });
      await candidatesFrom(new RequestDatabase(counting), "2027-02-01", { start: 2 ** 31, most: 50 });
      return rows;
    };
    await many(200, presentableBook);
    await many(300, bareBook, 200);
    const few = await reads();
    await many(400, presentableBook, 500);
    await many(600, bareBook, 900);
    expect(few).toBeGreaterThan(50);
    expect(await reads()).toBeLessThan(few * 1.2);
  });

  it("are other books another week, and the same for the same week", async () => {
    await many(300, presentableBook);
    const [one, other] = [await isbns("2027-02-01"), await isbns("2028-02-07")];
    expect(new Set([...one, ...other]).size).toBe(10);
    await env.DB.prepare("DELETE FROM recommendations").run();
    expect(await isbns("2027-02-01")).toEqual(one);
  });

  it("leave out all editions of works that rest, in the weeks before and, for a week made late, after", async () => {
    const editions = (number: number) =>
      presentableBook(number, {
        contributors: [{ name: `Writer ${number >> 1}`, role: "AUTHOR" }],
        work: {
          title: `Work ${number >> 1}`,
          description: null,
          originalLanguage: null,
          firstPublishedYear: null,
        },
      });
    await many(40, editions);
    const weeks = ["2027-02-15", "2027-02-08", "2027-03-01", "2027-02-22"];
    for (const week of weeks) expect(await isbns(week)).toHaveLength(5);
    const { results } = await env.DB.prepare(
      `SELECT DISTINCT work_id FROM recommendations, json_each(picks) AS pick
         JOIN books ON books.isbn = pick.value ->> 'isbn'`,
    ).all();
    expect(results).toHaveLength(20);
  });

  it("come back after eight weeks", async () => {
    await many(5, presentableBook);
    const first = await isbns("2026-11-02");
    expect(await isbns("2026-12-28")).toEqual([]);
    expect((await isbns("2027-01-04")).sort()).toEqual(first.sort());
  });

  it("are spread: a rare subject, language, decade and author each has its turn beside hundreds of a kind", async () => {
    const common = { contributors: [{ name: "Ann O’Nym", role: "AUTHOR" as const }] };
    await many(390, (number) => presentableBook(number, common));
    await shelve([
      presentableBook(390, { ...common, subjects: ["Beekeeping"] }),
      presentableBook(391, { ...common, language: "is" }),
      presentableBook(392, { ...common, publishedOn: "1923" }),
      presentableBook(393),
    ]);
    const found = spread(await candidatesFrom(db(), "2027-02-01", all), 10).map(({ isbn }) => isbn);
    expect(found).toHaveLength(10);
    expect(found).toEqual(expect.arrayContaining([390, 391, 392, 393].map(isbnAt)));
    expect(await isbns("2027-02-01")).toEqual(expect.arrayContaining([390, 391].map(isbnAt)));
  });
});

describe("a week's picks", () => {
  it("are of five works, where five editions of one are as complete", async () => {
    const work = { title: "The same", description: null, originalLanguage: null, firstPublishedYear: null };
    const contributors = [{ name: "Ann O’Nym", role: "AUTHOR" as const }];
    await many(5, (number) => presentableBook(number, { work, contributors }));
    expect(await isbns("2027-02-01")).toHaveLength(1);
  });

  it("are the same in D1 and KV when two runs meet", async () => {
    await many(20, presentableBook);
    const run = (at: string) =>
      makeWeeklyPicks({ db: db(), cache: env.CACHE }, "2027-02-01", { now: new Date(at), isForced: false });
    const [one, other] = await Promise.all([run("2027-01-31T00:00:00Z"), run("2027-01-31T00:00:01Z")]);
    const row = await env.DB.prepare("SELECT generated_at FROM recommendations").all();
    const cached = await env.CACHE.get<{ generatedAt: string }>("weekly-picks:2027-02-01", "json");
    expect(one).toEqual(other);
    expect(row.results).toEqual([{ generated_at: cached?.generatedAt }]);
  });

  it("are kept in D1 when KV cannot be written", async () => {
    await many(5, presentableBook);
    const cache: KVNamespace = Object.create(env.CACHE, {
      put: { value: () => Promise.reject(new Error("KV is down")) },
    });
    const week = await makeWeeklyPicks({ db: db(), cache }, "2027-02-01", {
      now: new Date(),
      isForced: false,
    });
    expect(week?.picks).toHaveLength(5);
  });
});
