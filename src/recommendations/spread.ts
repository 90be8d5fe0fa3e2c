/** Which of many candidates a curator gets to see: few of a kind, so that the rare has its turn beside the common. */
import { jsonStrings } from "../platform/json.ts";
import type { Candidate } from "./store.ts";

/** The language a book was written in, as far as is known. */
export function languageOf({ original_language, language }: Candidate): string | null {
  return original_language ?? language;
}

/** The decade a work, or else this edition of it, first came out: 196 for the sixties. */
export function decadeOf({ first_published_year, published_on }: Candidate): number | null {
  const year = first_published_year ?? (published_on === null ? null : Number(published_on.slice(0, 4)));
  return year === null ? null : Math.floor(year / 10);
}

const subjectOf = ({ subjects }: Candidate) => jsonStrings(subjects)[0] ?? null;

/**
 * At most `most` of the candidates, one edition a work: subjects take turns, within a subject languages, within a
 * language decades, within a decade authors. The same candidates in the same order give the same answer.
 */
export function spread(candidates: readonly Candidate[], most: number): Candidate[] {
  const works = [...new Map(candidates.toReversed().map((book) => [book.work_id, book])).values()].reverse();
  return inTurn(works, [subjectOf, languageOf, decadeOf, ({ author_id }) => author_id]).slice(0, most);
}

type Kind = (book: Candidate) => string | number | null;

function inTurn(books: readonly Candidate[], [kind, ...finer]: readonly Kind[]): readonly Candidate[] {
  if (!kind) return books;
  const queues = [...Map.groupBy(books, kind).values()].map((queue) => inTurn(queue, finer));
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
}
