/** Five books that are unlike each other and complete enough to show: what the catalogue can curate by itself. */
import { completenessOf } from "../books/completeness.ts";
import { jsonStrings } from "../platform/json.ts";
import { reasonFor } from "./reason.ts";
import { decadeOf, languageOf } from "./spread.ts";
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

/** 0 to 1. */
function completeness(book: Candidate): number {
  const { title, description, publisher, page_count: pageCount, published_on: publishedOn, language } = book;
  const cover = { small: null, medium: book.cover, large: null };
  const subjects = jsonStrings(book.subjects);
  return (
    completenessOf({ title, description, publisher, pageCount, publishedOn, language, cover, subjects }) / 100
  );
}

/** 0 for nothing in common; the same author or work is the most there is. */
function likeness(one: Candidate, other: Candidate, vectors: ReadonlyMap<string, ArrayLike<number>>): number {
  if (one.work_id === other.work_id || (one.author_id !== null && one.author_id === other.author_id))
    return 10;
  const subjects = new Set(jsonStrings(one.subjects));
  const shared = jsonStrings(other.subjects).filter((subject) => subjects.has(subject)).length;
  const [near, far] = [vectors.get(one.isbn), vectors.get(other.isbn)];
  return (
    0.4 * shared +
    (languageOf(one) === languageOf(other) ? 0.5 : 0) +
    (decadeOf(one) === decadeOf(other) ? 0.3 : 0) +
    (near && far ? cosine(near, far) : 0)
  );
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
