/** Catalogues of any size, always the same: the facts of the seed recombined into books that nobody wrote. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { seedAuthors, seedWorks } from "../dev/seed/catalogue.ts";
import { type EditionRecord, editionRecord } from "../src/books/record.ts";
import { saveEditions } from "../src/books/save.ts";
import { type Isbn, isbnOrNull } from "../src/isbn.ts";
import { RequestDatabase } from "../src/platform/d1.ts";
import { countCommonTerms } from "../src/search/plan.ts";
import { generator, oneOf } from "./random.ts";
import { d1Over } from "./sqlite-d1.ts";

/** Editions a transaction. */
const atOnce = 500;
/** Editions of a work, in turn; so five works have ten. */
const editionsOfWorks = [1, 3, 1, 4, 1];

/** Fills a new SQLite file with `size` books, schema and all. */
export async function writeCatalogue(file: string, size: number): Promise<void> {
  const sqlite = new DatabaseSync(file);
  sqlite.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  for (const name of readdirSync("migrations").sort())
    sqlite.exec(readFileSync(join("migrations", name), "utf8"));
  const db = new RequestDatabase(d1Over(sqlite));
  const source = {
    provider: "OPEN_LIBRARY" as const,
    reference: "",
    quality: 75,
    fields: ["title", "description"],
  };
  let records: EditionRecord[] = [];
  const save = async () => {
    const savings = records.map((record) => ({ record, createdBy: "bench", source }));
    await saveEditions(db, savings, new Date("2026-01-02T03:04:05Z"));
    records = [];
  };
  for (const record of books(size)) {
    records.push(record);
    if (records.length === atOnce) await save();
  }
  if (records.length > 0) await save();
  await countCommonTerms(db);
  sqlite.close();
}

/** The ISBN of the book with this number. */
export function isbnOf(number: number): Isbn {
  const body = `978${String(number).padStart(9, "0")}`;
  for (let digit = 0; digit < 10; digit++) {
    const isbn = isbnOrNull(`${body}${digit}`);
    if (isbn) return isbn;
  }
  throw new Error(`${body} has no check digit`);
}

/** Half of one title and half of another, anybody's description, one of some thousands of names. */
function* books(size: number): Generator<EditionRecord> {
  const random = generator(20_261_121);
  const works = seedWorks();
  const names = seedAuthors().map(({ name }) => name.split(" "));
  const person = () => `${oneOf(names, random)[0]} ${oneOf(names, random).at(-1)}`;
  const editions = works.flatMap((work) => work.editions);
  for (let number = 0, turn = 0; number < size; turn++) {
    const [one, other] = [oneOf(works, random), oneOf(works, random)];
    const title = halves(one.title, other.title);
    const authors = Array.from({ length: random() < 0.8 ? 1 : 2 }, person);
    const work = {
      title,
      description: null,
      originalLanguage: one.originalLanguage,
      firstPublishedYear: 1900 + Math.floor(random() * 125),
    };
    for (let edition = 0; edition < (editionsOfWorks[turn % 5] ?? 1) && number < size; edition++, number++) {
      const like = oneOf(editions, random);
      const cover = `https://covers.example/${number}`;
      yield editionRecord({
        isbn: isbnOf(number),
        title,
        description: one.description.slice(0, 300),
        publisher: like.publisher,
        publishedOn: `${1950 + Math.floor(random() * 75)}-0${1 + Math.floor(random() * 9)}`,
        language: like.language,
        pageCount: like.pageCount,
        format: like.format,
        subjects: [...new Set([...one.subjects, ...other.subjects])],
        cover: { small: `${cover}/s.jpg`, medium: `${cover}/m.jpg`, large: `${cover}/l.jpg` },
        series: one.series ? { name: one.series.name, position: one.series.position ?? null } : null,
        contributors: [
          ...authors.map((name) => ({ name, role: "AUTHOR" as const })),
          ...(random() < 0.3 ? [{ name: person(), role: "TRANSLATOR" as const }] : []),
        ],
        work,
      });
    }
  }
}

function halves(one: string, other: string): string {
  const [left, right] = [one.split(" "), other.split(" ")];
  return [...left.slice(0, Math.ceil(left.length / 2)), ...right.slice(Math.floor(right.length / 2))].join(
    " ",
  );
}
