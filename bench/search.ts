/**
 * `npm run bench:search -- CSV [--sizes 10000,100000,1000000]`: how long a search by words and a suggestion take as the
 * catalogue grows, beside the LIKE scan that full text replaces, in one run. The statements are the project's own, over
 * SQLite in this process; the books are recombined from a CSV with columns title, authors, categories, description.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import Papa from "papaparse";
import * as z from "zod";
import { type EditionRecord, editionRecord } from "../src/books/record.ts";
import { saveEditions } from "../src/books/save.ts";
import { isbnOrNull } from "../src/isbn.ts";
import { RequestDatabase } from "../src/platform/d1.ts";
import { facetsOf } from "../src/search/facets.ts";
import { countCommonTerms } from "../src/search/plan.ts";
import { suggest } from "../src/search/suggest.ts";
import { searchText } from "../src/search/text.ts";
import { wordsOf } from "../src/search/words.ts";
import { generator, oneOf } from "./random.ts";
import { d1Over } from "./sqlite-d1.ts";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: "string", default: "10000,100000,1000000" } },
});
const [file] = positionals;
if (!file) throw new Error("Usage: npm run bench:search -- CSV [--sizes 10000,100000,1000000]");

const row = z.object({
  title: z.string(),
  authors: z.string(),
  categories: z.string(),
  description: z.string(),
});
const facts = z
  .array(row)
  .parse(Papa.parse(readFileSync(file, "utf8"), { header: true, skipEmptyLines: true }).data);
const random = generator(20_261_121);

const folder = mkdtempSync(join(tmpdir(), "search-"));
try {
  const sqlite = new DatabaseSync(join(folder, "catalogue.sqlite"));
  sqlite.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  for (const name of readdirSync("migrations").sort())
    sqlite.exec(readFileSync(join("migrations", name), "utf8"));
  const db = new RequestDatabase(d1Over(sqlite));
  let size = 0;
  for (const wanted of options.sizes.split(",").map(Number)) {
    const started = performance.now();
    for (; size < wanted; size += 500) await grow(db, size, 500);
    await countCommonTerms(db);
    const seconds = ((performance.now() - started) / 1_000).toFixed(0);
    console.log(`\n${size.toLocaleString("en")} books (built in ${seconds} s)`);
    console.table(await measure(db, sqlite));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Adds books made of the facts of others: half of one title, half of another, anybody's description. */
async function grow(db: RequestDatabase, from: number, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, index) => recombined(from + index));
  const savings = records.map((record) => ({ record, createdBy: "bench", source: null }));
  await saveEditions(db, savings, new Date(0));
}

function recombined(number: number): EditionRecord {
  const [one, other] = [oneOf(facts, random).title.split(" "), oneOf(facts, random).title.split(" ")];
  const half = [...one.slice(0, Math.ceil(one.length / 2)), ...other.slice(Math.floor(other.length / 2))];
  const body = `978${String(number).padStart(9, "0")}`;
  const isbn = Array.from({ length: 10 }, (_, digit) => isbnOrNull(`${body}${digit}`)).find(
    (found) => found !== null,
  );
  return editionRecord({
    isbn: isbn ?? null,
    title: half.join(" "),
    description: oneOf(facts, random).description.slice(0, 300),
    language: oneOf(["en", "de", "fr", "es"], random),
    publishedOn: String(1950 + Math.floor(random() * 75)),
    subjects: [oneOf(facts, random).categories],
    contributors: [{ name: oneOf(facts, random).authors.split(";")[0] || "Anonymous", role: "AUTHOR" }],
  });
}

type Line = { p50: string; p95: string; max: string; queries: number };

async function measure(db: RequestDatabase, sqlite: DatabaseSync): Promise<Record<string, Line>> {
  const page = { first: 20, after: null };
  const admitted = Promise.resolve();
  const search = (query: string) => searchText(db, wordsOf("query", query), {}, page, admitted);
  const pairs = Array.from({ length: 200 }, twoWords);
  const scan = sqlite.prepare(
    "SELECT isbn FROM books WHERE title LIKE '%' || ?1 || '%' AND title LIKE '%' || ?2 || '%' OR description LIKE '%' || ?1 || '%' AND description LIKE '%' || ?2 || '%' LIMIT 20",
  );
  const worst = [
    "the",
    "the a of",
    "of the",
    "and",
    "a",
    "t",
    "th",
    "the t",
    "book",
    "life",
    "new york",
    "love story",
    "the book of the",
    "stor",
  ];
  const slowest: { query: string; ms: number }[] = [];
  for (const query of worst) {
    await search(query);
    slowest.push({ query, ms: await timed(() => search(query)) });
  }
  slowest.sort((left, right) => right.ms - left.ms);
  console.log(
    `slowest: ${slowest
      .slice(0, 5)
      .map(({ query, ms }) => `“${query}” ${ms.toFixed(1)} ms`)
      .join(", ")}`,
  );
  const posts = Array.from({ length: 20 }, () =>
    Array.from({ length: 7 }, () => oneOf(facts, random).description)
      .join(" ")
      .slice(0, 2_000),
  );
  return {
    "TEXT, two words": await line(pairs, search),
    "TEXT, worst words": await line(worst, search),
    "TEXT, a post of 2,000 characters": await line(posts, search),
    "TEXT, page at hit 5,000": await line(["life", "story", "new york"], async (query) => {
      const words = wordsOf("query", query);
      const { hits } = await searchText(db, words, {}, { first: 5_000, after: null }, admitted);
      const last = hits.at(-1);
      return () =>
        searchText(db, words, {}, { first: 20, after: last ? [last.score, last.rowId] : null }, admitted);
    }),
    "facets, worst words": await line(worst, async (query) => {
      const { candidates } = await search(query);
      return () => facetsOf(db, candidates);
    }),
    "suggest, 1 to 8 letters": await line(pairs, (query) =>
      suggest(db, query.slice(0, 1 + Math.floor(random() * 8)), 8),
    ),
    "suggest, mistyped": await line(pairs, (query) => suggest(db, query.replace(/(..)./, "$1q"), 8)),
    "LIKE '%…%' scan": await line(pairs.slice(0, 40), async (query) => scan.all(...query.split(" "))),
  };
}

/** Two words of one book, as somebody who half remembers it would type them. */
function twoWords(): string {
  const words = `${oneOf(facts, random).title} ${oneOf(facts, random).description}`.match(
    /[\p{L}]{4,}/gu,
  ) ?? ["night"];
  return `${oneOf(words, random)} ${oneOf(words, random)}`;
}

/** Times each query; where `run` answers a function, that is what is timed. */
async function line(queries: readonly string[], run: (query: string) => Promise<unknown>): Promise<Line> {
  const times: number[] = [];
  for (const query of queries) {
    let prepared: unknown;
    const ms = await timed(async () => {
      prepared = await run(query);
    });
    times.push(
      typeof prepared === "function"
        ? await timed(async () => prepared instanceof Function && prepared())
        : ms,
    );
  }
  times.sort((left, right) => left - right);
  const at = (share: number) =>
    `${(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)} ms`;
  return { p50: at(0.5), p95: at(0.95), max: at(1), queries: times.length };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
