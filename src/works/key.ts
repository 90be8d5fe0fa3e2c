/** Which work an edition belongs to, as far as its own record tells. */
import type { EditionRecord } from "../books/record.ts";
import { workKey } from "./title.ts";

/**
 * The match key of a record's work: its title (with the subtitle, which may name the volume) and its first author. Two
 * records with one key are editions of one work.
 */
export function workKeyOf({ title, subtitle, series, contributors, work }: EditionRecord): string {
  const ownTitle = subtitle === null ? title : `${title}: ${subtitle}`;
  const author = contributors.find(({ role }) => role === "AUTHOR") ?? contributors[0];
  return workKey(work.title ?? ownTitle, author?.name ?? null, series);
}
