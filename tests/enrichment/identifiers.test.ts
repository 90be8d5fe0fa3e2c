import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { dumpedAuthor, readDumpLine } from "../../src/enrichment/dump.ts";
import { identifiersOf, openLibraryKeysStatement } from "../../src/enrichment/identifiers.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { shelve } from "../support/library.ts";

const isbn = parseIsbn("9780140449136");

it("an edition of a dump is known by its keys, and so are its work and authors; twice is the same as once", async () => {
  await shelve([
    editionRecord({
      isbn,
      title: "Crime and Punishment",
      contributors: [{ name: "Fyodor Dostoevsky", role: "AUTHOR" }],
    }),
  ]);
  const db = new RequestDatabase(env.DB);
  const keys = {
    isbn,
    edition: "OL1M",
    work: "OL1W",
    authors: [{ name: "Dostoevsky, Fyodor", identifier: "OL1A" }],
  };
  await db.write([openLibraryKeysStatement(db, [keys])]);
  await db.write([openLibraryKeysStatement(db, [keys])]);
  const rows = await env.DB.prepare("SELECT identifier, entity FROM identifiers ORDER BY identifier").all();
  expect(rows.results).toEqual([
    { identifier: "OL1A", entity: "AUTHOR" },
    { identifier: "OL1M", entity: "EDITION" },
    { identifier: "OL1W", entity: "WORK" },
  ]);
  expect(await identifiersOf(db, "EDITION", isbn)).toEqual({ OPEN_LIBRARY: "OL1M", WIKIDATA: null });
});

it("an author of a dump is told with the years of whatever dates it has", () => {
  const line = JSON.stringify({
    name: "Austen, Jane",
    birth_date: "16 December 1775",
    death_date: "c. 1817",
  });
  const read = readDumpLine(`/type/author\t/authors/OL1A\t1\t2020-01-01\t${line}`);
  if (typeof read !== "object" || read?.kind !== "author") throw new Error("no author");
  expect(dumpedAuthor(read.data)).toMatchObject({ name: "Jane Austen", birthYear: 1775, deathYear: 1817 });
});
