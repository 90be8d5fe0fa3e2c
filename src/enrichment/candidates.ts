/** Values that compete for one field, in the order in which they are believed. */
import type { Provider } from "../books/record.ts";
import { detail, type FieldName, type Fields, isEmpty, serves } from "./fields.ts";

/** Who said a value, in which of its records, and of what quality (0–100) that record was. */
export type FieldSource = { provider: Provider; reference: string; quality: number };

export type Candidate<Name extends FieldName> = { value: Fields[Name]; source: FieldSource };

/** Between sources of equal quality, most believed first. */
const precedence: Provider[] = ["MANUAL", "ISBNDB", "GOOGLE_BOOKS", "OPEN_LIBRARY", "WIKIDATA", "IMPORT"];

/**
 * The values that are not empty, best first; only the standing one when it was put in by hand. A standing value that its
 * own source has said anew is no longer in it.
 */
export function ranked<Name extends FieldName>(
  field: Name,
  standing: Candidate<Name> | null,
  arriving: Candidate<Name>[],
): Candidate<Name>[] {
  if (standing?.source.provider === "MANUAL") return [standing];
  const full = arriving.filter(({ value }) => !isEmpty(value));
  const stands =
    standing && !isEmpty(standing.value) && !full.some((now) => supersedes(field, now, standing));
  return (stands ? [standing, ...full] : full).sort((one, other) => compare(field, one, other));
}

/** Negative when the first is to be believed before the other; zero only for the very same record. */
export function compareSources(one: FieldSource, other: FieldSource): number {
  return (
    other.quality - one.quality ||
    precedence.indexOf(one.provider) - precedence.indexOf(other.provider) ||
    compareTexts(one.reference, other.reference)
  );
}

/** The same record speaking again, and not poorer than before. What belongs to a set is never taken back. */
function supersedes<Name extends FieldName>(
  field: Name,
  now: Candidate<Name>,
  before: Candidate<Name>,
): boolean {
  return (
    !Array.isArray(before.value) &&
    now.source.provider === before.source.provider &&
    now.source.reference === before.source.reference &&
    now.source.quality >= before.source.quality &&
    serves(field, now.value) >= serves(field, before.value)
  );
}

function compare<Name extends FieldName>(field: Name, one: Candidate<Name>, other: Candidate<Name>): number {
  return (
    serves(field, other.value) - serves(field, one.value) ||
    other.source.quality - one.source.quality ||
    detail(field, other.value) - detail(field, one.value) ||
    compareSources(one.source, other.source) ||
    compareTexts(JSON.stringify(one.value), JSON.stringify(other.value))
  );
}

/** By code unit, which is the same everywhere. */
function compareTexts(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
