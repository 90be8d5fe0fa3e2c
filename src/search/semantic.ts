/** Meaning → ranked editions: embed the query, ask the vector index, let D1 apply the filter exactly. */
import type { RequestDatabase } from "../platform/d1.ts";
import { inTime } from "../platform/in-time.ts";
import type { EmbeddingModel, VectorIndex } from "../platform/models.ts";
import { queryVector } from "./embedding.ts";
import { filterSql, type SearchFilter } from "./filter.ts";
import type { Hit } from "./text.ts";

/** What a search by meaning needs. */
export type Meaning = { ai: EmbeddingModel; vectors: VectorIndex; cache: KVNamespace; db: RequestDatabase };

/** The most that one query of the index gives. */
export const mostByMeaning = 100;

/**
 * At most 100 editions, nearest first; `score` is the cosine.
 * @throws when the model or the index fails or takes longer than its patience.
 */
export async function searchByMeaning(meaning: Meaning, query: string, filter: SearchFilter): Promise<Hit[]> {
  const vector = await queryVector(meaning, query);
  return nearest(meaning, vector, filter);
}

/** The editions nearest to a vector, those that are gone or filtered out left out. */
export async function nearest(
  { vectors, db }: Pick<Meaning, "vectors" | "db">,
  vector: number[],
  filter: SearchFilter = {},
): Promise<Hit[]> {
  const options = { topK: mostByMeaning, filter: indexFilter(filter) };
  const { matches } = await inTime("The vector index", vectors.query(vector, options));
  const { where, values } = filterSql(filter);
  const rows = await db.all<{ row_id: number; isbn: string }>(
    `SELECT row_id, isbn FROM books WHERE isbn IN (SELECT value FROM json_each(?)) ${where}`,
    JSON.stringify(matches.map(({ id }) => id)),
    ...values,
  );
  const rowIds = new Map(rows.map((row) => [row.isbn, row.row_id]));
  return matches.flatMap(({ id, score }) => {
    const rowId = rowIds.get(id);
    return rowId === undefined
      ? []
      : [{ rowId, isbn: id, book: null, score, matchedBy: ["SEMANTIC" as const], expression: null }];
  });
}

/** What the index can narrow by itself, so that a hundred neighbours are a hundred that count. */
function indexFilter({
  languages,
  formats,
  publishedFrom,
  publishedTo,
}: SearchFilter): VectorizeVectorMetadataFilter {
  const primary = languages?.map((tag) => tag.split("-")[0] ?? tag);
  const year = {
    ...(publishedFrom == null ? {} : { $gte: publishedFrom }),
    ...(publishedTo == null ? {} : { $lte: publishedTo }),
  };
  return {
    ...(primary ? { language: { $in: primary } } : {}),
    ...(formats ? { format: { $in: formats } } : {}),
    ...(Object.keys(year).length > 0 ? { year } : {}),
  };
}
