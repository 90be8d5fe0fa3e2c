/** A small library, told as a story: Tolkien in two languages, a translated Kafka, and a few neighbours. */
import { env } from "cloudflare:workers";
import { type EditionRecord, editionRecord } from "../../src/books/record.ts";
import { saveEditions } from "../../src/books/save.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";

const author = (name: string) => ({ name, role: "AUTHOR" as const });
const translator = (name: string) => ({ name, role: "TRANSLATOR" as const });

/** The hobbit of 1937 in an English paperback. */
export const theHobbit = editionRecord({
  isbn: parseIsbn("9780261102217"),
  title: "The Hobbit",
  subtitle: "There and Back Again",
  description: "A homebody joins thirteen dwarves to win back a mountain of gold from a dragon.",
  publisher: "HarperCollins",
  publishedOn: "1991",
  language: "en",
  pageCount: 310,
  format: "PAPERBACK",
  subjects: ["Fantasy", "Dragons"],
  series: { name: "Middle-earth", position: 1 },
  contributors: [author("J. R. R. Tolkien"), { name: "Alan Lee", role: "ILLUSTRATOR" }],
  work: { title: null, description: null, originalLanguage: "en", firstPublishedYear: 1937 },
});

/** The same work in German: its own title, its work's name in English. */
export const derHobbit = editionRecord({
  isbn: parseIsbn("9783423071512"),
  title: "Der kleine Hobbit",
  publisher: "dtv",
  publishedOn: "1974-08",
  language: "de",
  format: "PAPERBACK",
  subjects: ["Fantasy"],
  contributors: [author("J.R.R. Tolkien"), translator("Walter Scherf")],
  work: { title: "The Hobbit", description: null, originalLanguage: "en", firstPublishedYear: 1937 },
});

/** A novel translated from German. */
export const theTrial = editionRecord({
  isbn: parseIsbn("9780805209990"),
  title: "The Trial",
  description: "A bank clerk is arrested one morning and never learns what for.",
  publisher: "Schocken",
  publishedOn: "1998-05-25",
  language: "en",
  pageCount: 276,
  format: "PAPERBACK",
  subjects: ["Classics", "Law"],
  contributors: [author("Franz Kafka"), translator("Breon Mitchell")],
  work: { title: null, description: null, originalLanguage: "de", firstPublishedYear: 1925 },
});

/** A book about the hobbit's author, so that his name is found in a title too. */
export const aBiography = editionRecord({
  isbn: parseIsbn("9780618057023"),
  title: "Tolkien",
  subtitle: "A Biography",
  publisher: "Houghton Mifflin",
  publishedOn: "2000-06",
  language: "en",
  pageCount: 304,
  format: "PAPERBACK",
  subjects: ["Biography"],
  contributors: [author("Humphrey Carpenter")],
});

/** Accents in title and name. */
export const cienAnos = editionRecord({
  isbn: parseIsbn("9788437604947"),
  title: "Cien años de soledad",
  description: "Siete generaciones de los Buendía en Macondo.",
  publisher: "Cátedra",
  publishedOn: "1987",
  language: "es",
  subjects: ["Magical realism"],
  contributors: [author("Gabriel García Márquez")],
});

/** All of the above. */
export const library = [theHobbit, derHobbit, theTrial, aBiography, cienAnos];

/** Puts records on the shelf as an editor would. */
export function shelve(records: readonly EditionRecord[] = library, now = new Date("2026-01-02T03:04:05Z")) {
  const db = new RequestDatabase(env.DB);
  const source = { provider: "MANUAL" as const, reference: "", quality: 100, fields: ["title"] };
  return saveEditions(
    db,
    records.map((record) => ({ record, createdBy: "test", source })),
    now,
  );
}
