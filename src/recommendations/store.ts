/** The weekly picks in D1 and KV, and the books they are chosen from. */
import * as z from "zod/mini";
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

/**
 * A book that may be picked; `description` is its first 500 characters, `subjects` a JSON list, and the author the
 * first of those who wrote it: an anthology has none.
 */
export type Candidate = {
  isbn: string;
  work_id: string;
  title: string;
  description: string | null;
  language: string | null;
  page_count: number | null;
  published_on: string | null;
  publisher: string | null;
  cover: string | null;
  subjects: string;
  series_name: string | null;
  series_position: number | null;
  original_language: string | null;
  first_published_year: number | null;
  author_id: string | null;
  author: string | null;
};

const firstAuthor = `FROM book_authors WHERE book_authors.isbn = books.isbn AND role = 'AUTHOR'
                      ORDER BY position, author_id LIMIT 1`;

/** Weeks in which a work is not picked again; a week that is made anew looks ahead as well as back. */
const restWeeks = 8;

/**
 * At most `most` presentable books in the order of `books.pick_order`, from `start` (0 to 2^32) on and round to it again:
 * all there are in a small catalogue, and no more reads in a large one. None is of a work that rests.
 */
export function candidatesFrom(
  db: RequestDatabase,
  weekOf: string,
  { start, most }: { start: number; most: number },
): Promise<Candidate[]> {
  return db.all(
    `WITH resting AS MATERIALIZED (
       SELECT books.work_id FROM recommendations, json_each(recommendations.picks) AS pick
         JOIN books ON books.isbn = pick.value ->> 'isbn'
        WHERE recommendations.week_of BETWEEN ?1 AND ?2 AND recommendations.week_of <> ?3),
     chosen AS (
       SELECT * FROM (
         SELECT 0 AS round, pick_order, row_id FROM books
          WHERE pick_order >= ?4 AND work_id NOT IN (SELECT work_id FROM resting) ORDER BY pick_order LIMIT ?5)
       UNION ALL
       SELECT * FROM (
         SELECT 1 AS round, pick_order, row_id FROM books
          WHERE pick_order < ?4 AND work_id NOT IN (SELECT work_id FROM resting) ORDER BY pick_order LIMIT ?5)
       LIMIT ?5)
     SELECT books.isbn, books.work_id, books.title, substr(books.description, 1, 500) AS description, books.language,
            books.page_count, books.published_on, books.publisher,
            coalesce(books.cover_medium, books.cover_large, books.cover_small) AS cover, books.subjects,
            books.series_name, books.series_position, works.original_language, works.first_published_year,
            (SELECT author_id ${firstAuthor}) AS author_id, (SELECT credited_as ${firstAuthor}) AS author
       FROM chosen JOIN books ON books.row_id = chosen.row_id JOIN works ON works.id = books.work_id
      ORDER BY chosen.round, chosen.pick_order`,
    weeksAfter(weekOf, -restWeeks),
    weeksAfter(weekOf, restWeeks),
    weekOf,
    start,
    most,
  );
}
