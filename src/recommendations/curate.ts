/** Five books that are unlike each other and complete enough to show: what the catalogue can curate by itself. */
import { jsonStrings } from "../platform/json.ts";
import type { Candidate } from "./store.ts";

/** A pick and why, in one sentence. */
export type Pick = { isbn: string; reason: string };

/** Chooses `count` of the candidates, in the order to show. `vectors` has those that the index holds, by ISBN. */
export type Curator = {
  name: string;
  curate: (
    candidates: readonly Candidate[],
    vectors: ReadonlyMap<string, ArrayLike<number>>,
    count: number,
  ) => Promise<Pick[]>;
};

/** Takes the best again and again, where best is complete and unlike what was taken before. */
export const catalogueCurator: Curator = {
  name: "catalogue",
  async curate(candidates, vectors, count) {
    const left = [...candidates];
    const taken: Candidate[] = [];
    while (taken.length < count && left.length > 0) {
      const scores = left.map(
        (one) => completeness(one) - Math.max(0, ...taken.map((other) => likeness(one, other, vectors))),
      );
      const [best] = left.splice(scores.indexOf(Math.max(...scores)), 1);
      if (best) taken.push(best);
    }
    return taken.map((book) => ({ isbn: book.isbn, reason: reasonFor(book) }));
  },
};

/** 0 to 1: how much of a card it fills. */
function completeness({ cover_medium, page_count, publisher, published_on, author }: Candidate): number {
  const told = [cover_medium, page_count, publisher, published_on, author].filter((value) => value !== null);
  return told.length / 5;
}

/** 0 for nothing in common; the same author or work is the most there is. */
function likeness(one: Candidate, other: Candidate, vectors: ReadonlyMap<string, ArrayLike<number>>): number {
  if (one.work_id === other.work_id || (one.author !== null && one.author === other.author)) return 10;
  const subjects = new Set(jsonStrings(one.subjects));
  const shared = jsonStrings(other.subjects).filter((subject) => subjects.has(subject)).length;
  const [near, far] = [vectors.get(one.isbn), vectors.get(other.isbn)];
  return (
    0.4 * shared +
    (one.original_language === other.original_language ? 0.5 : 0) +
    (decade(one) === decade(other) ? 0.3 : 0) +
    (near && far ? cosine(near, far) : 0)
  );
}

function decade({ first_published_year: year }: Candidate): number | null {
  return year === null ? null : Math.floor(year / 10);
}

function cosine(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [dot, left, right] = [0, 0, 0];
  for (let index = 0; index < one.length; index++) {
    const [x, y] = [one[index] ?? 0, other[index] ?? 0];
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}

/** Not every old language has a name everywhere. */
function translatedFrom(language: string): string {
  const name = languageNames.of(language);
  return name === undefined || name === language ? "in translation" : `translated from ${name}`;
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language" });

/** One sentence of the book's own facts: "Fantasy by Ursula K. Le Guin, first published in 1968, the first of Earthsea." */
function reasonFor(book: Candidate): string {
  const [subject = "A book"] = jsonStrings(book.subjects);
  const { author, original_language: origin, language, first_published_year: year, page_count: pages } = book;
  const parts = [
    author === null ? subject : `${subject} by ${author}`,
    origin !== null && language !== null && !language.startsWith(origin) ? translatedFrom(origin) : null,
    year === null ? null : `first published in ${year < 0 ? `${-year} BCE` : year}`,
    book.series_name === null
      ? null
      : book.series_position === 1
        ? `where ${book.series_name} begins`
        : `part of ${book.series_name}`,
    pages === null ? null : pages < 200 ? `a short ${pages} pages` : `${pages} pages`,
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
}
