/** Fills in what is empty of a work; what stands there stays. */
import type { RequestDatabase } from "../platform/d1.ts";
import { jsonStrings } from "../platform/json.ts";
import type { WorkRow } from "./store.ts";

/** What a source says of a work; null or an empty list is "does not say". */
export type WorkFacts = {
  subtitle: string | null;
  description: string | null;
  firstPublishedYear: number | null;
  subjects: string[];
};

/** Returns the names of the fields that were filled. */
export async function fillWork(
  db: RequestDatabase,
  work: WorkRow,
  said: WorkFacts,
  now: Date,
): Promise<string[]> {
  const filled = [
    ...(work.subtitle === null && said.subtitle !== null ? ["subtitle"] : []),
    ...(work.description === null && said.description !== null ? ["description"] : []),
    ...(work.first_published_year === null && said.firstPublishedYear !== null ? ["firstPublishedYear"] : []),
    ...(jsonStrings(work.subjects).length === 0 && said.subjects.length > 0 ? ["subjects"] : []),
  ];
  if (filled.length === 0) return [];
  await db.write([
    db.prepare(
      `UPDATE works SET subtitle = coalesce(subtitle, ?2), description = coalesce(description, ?3),
              first_published_year = coalesce(first_published_year, ?4),
              subjects = CASE WHEN subjects = '[]' THEN ?5 ELSE subjects END, updated_at = ?6 WHERE id = ?1`,
      ...[work.id, said.subtitle, said.description, said.firstPublishedYear],
      ...[JSON.stringify(said.subjects), now.toISOString()],
    ),
  ]);
  return filled;
}
