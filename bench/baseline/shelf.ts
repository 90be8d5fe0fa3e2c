/** Books in short by ISBN, the weekly picks, and the home screen, by hand. */
import { contributorsByIsbn } from "../../src/authors/store.ts";
import { coverOf } from "../../src/books/cover.ts";
import { type BookRow, booksByIsbn } from "../../src/books/store.ts";
import { coversByIsbn } from "../../src/covers/store.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { mondayOf } from "../../src/recommendations/week.ts";
import { readWeeklyPicks } from "../../src/recommendations/weekly.ts";
import { by, credits, globalId } from "./parts.ts";
import type { Trip } from "./trip.ts";

/** Books in short, in the order asked, null where there is none: one trip. Those whose rows are known are not read. */
export async function booksInShort(
  db: Trip,
  texts: readonly string[],
  url: string,
  known: readonly BookRow[] = [],
) {
  const isbns = texts.map(parseIsbn);
  const books = new Map(known.map((row) => [row.isbn, row]));
  const unknown = isbns.filter((isbn) => !books.has(isbn));
  const asked = Promise.all([
    unknown.length > 0 ? booksByIsbn(db, unknown) : [],
    contributorsByIsbn(db, isbns),
    coversByIsbn(db, isbns),
  ]);
  await db.go();
  const [rows, contributors, covers] = await asked;
  for (const row of rows) books.set(row.isbn, row);
  const [creditsOf, coversOf] = [by(contributors, (row) => row.isbn), by(covers, (row) => row.isbn)];
  return isbns.map((isbn) => {
    const book = books.get(isbn);
    return (
      book && {
        id: globalId("Book", isbn),
        isbn,
        title: book.title,
        contributors: credits(creditsOf.get(isbn) ?? []),
        cover: coverOf(book, coversOf.get(isbn) ?? [], "SMALL", url),
      }
    );
  });
}

/** The present week's picks without their books; null when there are none. */
export function picksNow(db: Trip, cache: KVNamespace) {
  const now = new Date();
  return readWeeklyPicks({ db, cache }, mondayOf(now), now);
}

type Short = Awaited<ReturnType<typeof booksInShort>>;

/** A week as the home screen shows it, its books given. */
export function weekOf(picks: Awaited<ReturnType<typeof picksNow>>, books: Short) {
  return (
    picks && {
      id: globalId("WeeklyRecommendations", picks.weekOf),
      weekOf: picks.weekOf,
      picks: picks.picks.map(({ reason }, place) => ({ reason, book: books[place] })),
    }
  );
}
