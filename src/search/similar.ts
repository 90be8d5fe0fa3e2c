/** Books like a book, by its stored vector: one edition a work, never one of its own work. */
import type { RequestDatabase } from "../platform/d1.ts";
import { inTime } from "../platform/in-time.ts";
import type { VectorIndex } from "../platform/models.ts";
import { nearest } from "./semantic.ts";

/** The nearest works' nearest editions, at most `first`; none when the book has no vector yet. */
export async function similarBooks(
  { vectors, db }: { vectors: VectorIndex; db: RequestDatabase },
  book: { isbn: string; work_id: string },
  first: number,
): Promise<{ isbn: string; score: number }[]> {
  const [own] = await inTime("The vector index", vectors.getByIds([book.isbn]));
  if (!own) return [];
  const hits = await nearest({ vectors, db }, Array.from(own.values));
  const works = await db.all<{ isbn: string; work_id: string }>(
    "SELECT isbn, work_id FROM books WHERE isbn IN (SELECT value FROM json_each(?))",
    JSON.stringify(hits.map(({ isbn }) => isbn)),
  );
  const workOf = new Map(works.map(({ isbn, work_id }) => [isbn, work_id]));
  const seen = new Set([book.work_id]);
  const others = hits.filter(({ isbn }) => {
    const work = workOf.get(isbn) ?? "";
    return !seen.has(work) && seen.add(work);
  });
  return others.slice(0, first).map(({ isbn, score }) => ({ isbn, score }));
}
