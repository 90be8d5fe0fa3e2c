/** Puts the seed catalogue into a database, once. */
import { fillAuthors } from "../../src/authors/save.ts";
import { saveEditions } from "../../src/books/save.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { recordsOf, seedAuthors, seedWorks } from "./catalogue.ts";

/** Loads what is missing of the seed; returns how many editions it wrote, 0 when all were there. */
export async function loadSeed(database: D1Database, now: Date): Promise<number> {
  const db = new RequestDatabase(database);
  const records = seedWorks().flatMap(recordsOf);
  const isbns = JSON.stringify(records.map(({ isbn }) => isbn));
  const present = await db.first<{ count: number }>(
    "SELECT count(*) AS count FROM books WHERE isbn IN (SELECT value FROM json_each(?))",
    isbns,
  );
  if (present?.count === records.length) return 0;
  const fields = [
    "title",
    "description",
    "publisher",
    "publishedOn",
    "language",
    "pageCount",
    "format",
    "subjects",
  ];
  const source = { provider: "MANUAL" as const, reference: "seed", quality: 80, fields };
  for (let start = 0; start < records.length; start += 100) {
    const slice = records.slice(start, start + 100);
    await saveEditions(
      db,
      slice.map((record) => ({ record, createdBy: "seed", source })),
      now,
    );
  }
  await fillAuthors(db, seedAuthors(), now);
  return records.length - (present?.count ?? 0);
}
