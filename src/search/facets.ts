/** What the found editions have in common, counted: over the search's own candidates, never over more. */
import type { RequestDatabase } from "../platform/d1.ts";
import { type Candidates, mostCounted } from "./text.ts";

/** A field and its commonest values. */
export type Facet = { field: string; values: { value: string; count: number }[] };

/** Values a field. */
const mostValues = 12;

const fields = {
  language: "SELECT language AS value FROM found",
  subject: "SELECT subject.value FROM found, json_each(found.subjects) AS subject",
  decade: "SELECT substr(published_on, 1, 3) || '0' AS value FROM found",
  format: "SELECT format AS value FROM found",
};

/** Counts language, subject, decade and format over at most {@link mostCounted} of the candidates. One trip. */
export async function facetsOf(db: RequestDatabase, candidates: Candidates): Promise<Facet[]> {
  if (!candidates) return [];
  return Promise.all(
    Object.entries(fields).map(async ([field, values]) => ({
      field,
      values: await db.all<{ value: string; count: number }>(
        `WITH found AS (
           SELECT books.language, books.subjects, books.published_on, books.format
             FROM (SELECT row_id FROM (${candidates.sql}) LIMIT ${mostCounted}) AS hit JOIN books ON books.row_id = hit.row_id)
         SELECT value, count(*) AS count FROM (${values}) WHERE value IS NOT NULL
          GROUP BY value ORDER BY count DESC, value LIMIT ${mostValues}`,
        ...candidates.values,
      ),
    })),
  );
}
