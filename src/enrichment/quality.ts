/** How much a provider's record can be trusted to be good: by what it tells. */
import type { EditionRecord } from "../books/record.ts";

/** 0–100 by ISBNdb's points: a record that fills in everything was kept with care. */
export function qualityOf(record: EditionRecord): number {
  const { cover } = record;
  const points: [boolean, number][] = [
    [record.title !== "", 15],
    [record.publisher !== null, 10],
    [record.pageCount !== null, 10],
    [record.publishedOn !== null, 10],
    [(record.description?.length ?? 0) > 100, 15],
    [record.subjects.length > 0, 10],
    [(cover.small ?? cover.medium ?? cover.large) !== null, 10],
    [record.contributors.some(({ role }) => role === "AUTHOR"), 10],
    [record.language !== null, 5],
    [record.format !== null, 5],
  ];
  return points.reduce((total, [told, worth]) => total + (told ? worth : 0), 0);
}
