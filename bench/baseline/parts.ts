/** Parts of answers that several pages share. */
import type { ContributorRow } from "../../src/authors/store.ts";
import type { BookRow } from "../../src/books/store.ts";
import { coverOfSize, coverUrl } from "../../src/covers/serve.ts";
import type { CoverRow, CoverSize } from "../../src/covers/store.ts";

/** A global id, as the API makes them. */
export function globalId(type: string, id: string): string {
  return btoa(`${type}:${id}`);
}

/** Rows by what they belong to. */
export function by<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  return Map.groupBy(rows, keyOf);
}

/** Where a cover is; a kept one before what the record names. */
export function coverOf(
  book: BookRow,
  covers: readonly CoverRow[],
  size: CoverSize,
  url: string,
): string | null {
  const kept = coverOfSize(covers, size);
  if (kept) return coverUrl(url, kept, size);
  const { cover_small: small, cover_medium: medium, cover_large: large } = book;
  if (size === "SMALL") return small ?? medium ?? large;
  return size === "MEDIUM" ? (medium ?? large ?? small) : (large ?? medium ?? small);
}

/** Whom an edition credits, in short. */
export function credits(rows: readonly ContributorRow[]) {
  return rows.map(({ credited_as: creditedAs, role }) => ({ creditedAs, role }));
}
