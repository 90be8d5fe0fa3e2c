/** Typeahead: texts that begin with what was typed, or nearly so, and what they stand for. */
import { type AuthorRow, authorColumns } from "../authors/store.ts";
import { type BookRow, bookColumns } from "../books/store.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { correct, isCorrectable } from "./spelling.ts";
import { type SuggestionEntry, suggestionKey } from "./suggestion.ts";

/** Beginnings looked at before ranking: enough for the shortest to be among them, few enough for one letter. */
const mostLookedAt = 400;
/** Entries read for one suggestion: a text may stand under several beginnings. */
const entriesEach = 3;
/** Spellings of a mistyped text that are looked for. */
const mostVariants = 8;

/** A text with what it stands for: the edition of a title or series, or the author of a name. */
export type Suggested = { text: string; book: BookRow | null; author: AuthorRow | null };

/** At most `first` texts, those that what was typed is most of first. One trip, two when a word had to be corrected. */
export async function suggest(db: RequestDatabase, prefix: string, first: number): Promise<Suggested[]> {
  const typed = suggestionKey(prefix);
  if (typed === "") return [];
  const words = typed.split(" ");
  const long = words.filter(isCorrectable);
  const [exact, corrections] = await Promise.all([
    beginning(db, typed, first),
    correct(db, long, { isUnfinished: true }),
  ]);
  if (exact.length > 0 || corrections.size === 0) return exact;
  const variants = words.reduce<string[]>(
    (starts, word) =>
      starts.flatMap((start) =>
        (corrections.get(word) ?? [word]).map((spelling) => `${start} ${spelling}`.trim()),
      ),
    [""],
  );
  const corrected = await Promise.all(
    variants.slice(0, mostVariants).map((variant) => beginning(db, variant, first)),
  );
  return distinct(corrected.flat()).slice(0, first);
}

/** What begins with a text, and the rows it stands for: three statements of one tick. */
async function beginning(db: RequestDatabase, typed: string, first: number): Promise<Suggested[]> {
  const values = [typed, mostLookedAt, first * entriesEach];
  const [entries, books, authors] = await Promise.all([
    db.all<Pick<SuggestionEntry, "kind" | "text" | "reference">>(
      `SELECT kind, text, reference FROM (${found})`,
      ...values,
    ),
    db.all<BookRow>(
      `SELECT ${bookColumns} FROM books WHERE isbn IN (SELECT reference FROM (${found}) WHERE kind <> 'AUTHOR')`,
      ...values,
    ),
    db.all<AuthorRow>(
      `SELECT ${authorColumns} FROM authors WHERE id IN (SELECT reference FROM (${found}) WHERE kind = 'AUTHOR')`,
      ...values,
    ),
  ]);
  const bookBy = new Map<string, BookRow>(books.map((book) => [book.isbn, book]));
  const authorBy = new Map(authors.map((author) => [author.id, author]));
  const suggested = entries.map(({ kind, text, reference }) => ({
    text,
    book: kind === "AUTHOR" ? null : (bookBy.get(reference) ?? null),
    author: kind === "AUTHOR" ? (authorBy.get(reference) ?? null) : null,
  }));
  // What a text stood for may be gone since.
  return distinct(suggested.filter(({ book, author }) => book ?? author)).slice(0, first);
}

const found = `
  SELECT kind, text, reference FROM
    (SELECT kind, text, reference, "key" FROM suggestions
      WHERE "key" >= ?1 AND "key" < ?1 || char(1114111) ORDER BY "key" LIMIT ?2)
   ORDER BY length("key"), "key", kind LIMIT ?3`;

function distinct(suggested: readonly Suggested[]): Suggested[] {
  const seen = new Set<string>();
  return suggested.filter(({ text, author }) => {
    const key = `${author === null} ${text}`;
    return !seen.has(key) && seen.add(key);
  });
}
