/** Where an edition's cover is. */
import { coverOfSize, coverUrl } from "../covers/serve.ts";
import type { CoverRow, CoverSize } from "../covers/store.ts";
import type { BookRow } from "./store.ts";

/**
 * The address of a cover of this size, or of the nearest that there is: one that this Worker keeps before one that the
 * record's sources name. `origin` is any address of this Worker. Null where nobody has one.
 */
export function coverOf(
  book: BookRow,
  kept: readonly CoverRow[],
  size: CoverSize,
  origin: string,
): string | null {
  const own = coverOfSize(kept, size);
  if (own) return coverUrl(origin, own, size);
  const { cover_small: small, cover_medium: medium, cover_large: large } = book;
  if (size === "SMALL") return small ?? medium ?? large;
  return size === "MEDIUM" ? (medium ?? large ?? small) : (large ?? medium ?? small);
}
