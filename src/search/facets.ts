/** What the found editions have in common, counted: over the search's own candidates, never over more. */
import type { RequestDatabase } from "../platform/d1.ts";
import type { Candidates } from "./text.ts";

/** A field and its commonest values. */
export type Facet = { field: string; values: { value: string; count: number }[] };

const fields = ["language", "subject", "decade", "format"];

/** Values a field. */
const mostValues = 12;
/** Candidates that are counted: enough to tell what there is, few enough to cost less than finding them. */
const mostCounted = 2_000;

/** Counts language, subject, decade and format over at most {@link mostCounted} of the candidates. One statement. */
export async function facetsOf(db: RequestDatabase, candidates: Candidates): Promise<Facet[]> {
  if (!candidates) return [];
  const counts = await db.all<{ field: string; value: string; count: number }>(
    `WITH found AS MATERIALIZED (
       SELECT books.language, books.subjects, books.published_on, books.format
         FROM (SELECT row_id FROM (${candidates.sql}) LIMIT ${mostCounted}) AS hit JOIN books ON books.row_id = hit.row_id),
     told AS (
       SELECT 'language' AS field, language AS value FROM found
        UNION ALL SELECT 'subject', subject.value FROM found, json_each(found.subjects) AS subject
        UNION ALL SELECT 'decade', substr(published_on, 1, 3) || '0' FROM found
        UNION ALL SELECT 'format', format FROM found)
     SELECT field, value, count(*) AS count FROM told WHERE value IS NOT NULL
      GROUP BY field, value ORDER BY count DESC, value`,
    ...candidates.values,
  );
  return fields.map((field) => ({
    field,
    values: counts
      .filter((count) => count.field === field)
      .map(({ value, count }) => ({ value, count }))
      .slice(0, mostValues),
  }));
}
