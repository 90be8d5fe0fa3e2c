/** The weekly picks in D1 and KV, and the books they are chosen from. */
import { z } from "zod";
import type { RequestDatabase } from "../platform/d1.ts";
import { weeksAfter } from "./week.ts";

/** A week's picks, in the order shown. */
export const weeklyPicks = z.object({
  weekOf: z.string(),
  picks: z.array(z.object({ isbn: z.string(), reason: z.string() })),
  curatedBy: z.string(),
  generatedAt: z.string(),
});
export type WeeklyPicks = z.output<typeof weeklyPicks>;

type Row = { week_of: string; picks: string; curated_by: string; generated_at: string };

/** The picks of these weeks, those that have been made. */
export async function picksOf(db: RequestDatabase, weeks: readonly string[]): Promise<WeeklyPicks[]> {
  const rows = await db.all<Row>(
    `SELECT week_of, picks, curated_by, generated_at FROM recommendations
      WHERE week_of IN (SELECT value FROM json_each(?)) ORDER BY week_of`,
    JSON.stringify(weeks),
  );
  return rows.map(({ week_of: weekOf, picks, curated_by: curatedBy, generated_at: generatedAt }) =>
    weeklyPicks.parse({ weekOf, picks: JSON.parse(picks), curatedBy, generatedAt }),
  );
}

/** Keeps a week's picks; what is there stays, unless `isForced`. */
export async function keepPicks(db: RequestDatabase, week: WeeklyPicks, isForced: boolean): Promise<void> {
  await db.write([
    db.prepare(
      `INSERT INTO recommendations (week_of, picks, curated_by, generated_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (week_of) DO ${
             isForced
               ? "UPDATE SET picks = excluded.picks, curated_by = excluded.curated_by, generated_at = excluded.generated_at"
               : "NOTHING"
           }`,
      week.weekOf,
      JSON.stringify(week.picks),
      week.curatedBy,
      week.generatedAt,
    ),
  ]);
}

/** A book that may be picked; `subjects` is a JSON list, `author` the first credited. */
export type Candidate = {
  isbn: string;
  work_id: string;
  title: string;
  language: string | null;
  page_count: number | null;
  published_on: string | null;
  publisher: string | null;
  cover_medium: string | null;
  subjects: string;
  series_name: string | null;
  series_position: number | null;
  original_language: string | null;
  first_published_year: number | null;
  author: string | null;
};

/** Weeks in which a work is not picked again. */
const restWeeks = 8;

/**
 * One presentable book at or after each of these places of the catalogue (0 to 1), none of a work of the last eight
 * weeks: a spread over the whole catalogue in one bounded statement, the same for the same places.
 */
export function candidatesAt(
  db: RequestDatabase,
  weekOf: string,
  places: readonly number[],
): Promise<Candidate[]> {
  const rested = Array.from({ length: restWeeks }, (_, week) => weeksAfter(weekOf, -1 - week));
  return db.all(
    `WITH recent AS (
       SELECT books.work_id FROM recommendations, json_each(recommendations.picks) AS pick
         JOIN books ON books.isbn = pick.value ->> 'isbn'
        WHERE recommendations.week_of IN (SELECT value FROM json_each(?1))),
     chosen AS (
       SELECT DISTINCT (
         SELECT row_id FROM books
          WHERE row_id >= place.value * (SELECT max(row_id) FROM books)
            AND length(description) > 50 AND language IS NOT NULL AND subjects <> '[]'
            AND (cover_medium IS NOT NULL OR publisher IS NOT NULL AND page_count IS NOT NULL AND published_on IS NOT NULL)
            AND work_id NOT IN (SELECT work_id FROM recent)
          ORDER BY row_id LIMIT 1) AS row_id
       FROM json_each(?2) AS place)
     SELECT books.isbn, books.work_id, books.title, books.language, books.page_count, books.published_on,
            books.publisher, books.cover_medium, books.subjects, books.series_name, books.series_position,
            works.original_language, works.first_published_year,
            (SELECT credited_as FROM book_authors WHERE book_authors.isbn = books.isbn ORDER BY position LIMIT 1) AS author
       FROM chosen JOIN books ON books.row_id = chosen.row_id JOIN works ON works.id = books.work_id
      ORDER BY books.row_id`,
    JSON.stringify(rested),
    JSON.stringify(places),
  );
}
