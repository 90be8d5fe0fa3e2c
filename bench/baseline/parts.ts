/** Parts of answers that several pages share. */
import type { ContributorRow } from "../../src/authors/store.ts";

/** A global id, as the API makes them. */
export function globalId(type: string, id: string): string {
  return btoa(`${type}:${id}`);
}

/** Rows by what they belong to. */
export function by<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  return Map.groupBy(rows, keyOf);
}

/** Whom an edition credits, in short. */
export function credits(rows: readonly ContributorRow[]) {
  return rows.map(({ credited_as: creditedAs, role }) => ({ creditedAs, role }));
}
