/**
 * One record out of what several sources say, field by field. The rules:
 *
 * 1. A value put in by hand (MANUAL) stays, whatever anybody says; also an empty one.
 * 2. An empty value never replaces a full one.
 * 3. A value that serves its purpose beats one that does not: a description of more than 50 characters a shorter one.
 * 4. Then the record of higher quality wins; among equals the value that says more (a longer description, a date with
 *    a day, a cover in more sizes), then the provider (ISBNdb, Google Books, Open Library, Wikidata, imports), then the alphabet: never who came first.
 * 5. A record replaces its own former word, unless it has become poorer.
 * 6. Subjects and contributors are sets: every source adds to the best one's, and nobody is added twice.
 * 7. A title and its subtitle belong together: no subtitle is taken that the title already contains.
 */
import { type EditionRecord, editionRecord } from "../books/record.ts";
import { type Candidate, compareSources, type FieldSource, ranked } from "./candidates.ts";
import { type FieldName, type Fields, fieldNames, fieldsOf, isEmpty, recordOf } from "./fields.ts";
import type { ProviderRecord } from "./providers/provider.ts";
import { qualityOf } from "./quality.ts";
import { unionOfContributors, unionOfSubjects } from "./union.ts";

/** Who said each field that is filled in, or that an editor has emptied. */
export type Provenance = Partial<Record<FieldName, FieldSource>>;

/** What the catalogue has; a field without provenance counts as an import's, of quality 0. */
export type Existing = { record: EditionRecord; provenance: Provenance };

/** The merged record, which fields are now different from the existing ones, and who said each. */
export type Merged = Existing & { fieldsUpdated: FieldName[] };

/**
 * Merges any number of providers' records into what is there; null when there is nothing at all. Records of another
 * ISBN than the existing one's (or, without one, than the best record's) are other editions and are left out. Neither the
 * order of the records nor merging them again makes a difference.
 */
export function mergeEdition(existing: Existing | null, records: ProviderRecord[]): Merged | null {
  const said = records.map((record) => ({ record, source: sourceOf(record) }));
  said.sort((one, other) => compareSources(one.source, other.source));
  const isbn = existing
    ? existing.record.isbn
    : (said.find(({ record }) => record.isbn)?.record.isbn ?? null);
  const same = said.filter(({ record }) => record.isbn === null || isbn === null || record.isbn === isbn);
  const title = existing?.record.title ?? same[0]?.record.title;
  if (title === undefined) return null;

  const was = existing ? fieldsOf(existing.record) : null;
  const merged: Fields = fieldsOf(existing?.record ?? editionRecord({ title }));
  const provenance: Provenance = {};

  /** Lets everybody speak about one field and takes the best word; returns all words, best first. */
  function settle<Name extends FieldName>(
    field: Name,
    allowed = (_: Fields[Name]) => true,
  ): Candidate<Name>[] {
    const standing = was && { value: was[field], source: existing?.provenance[field] ?? imported };
    const words = same.map(({ record, source }) => ({ value: fieldsOf(record)[field], source }));
    const order = ranked(
      field,
      standing,
      words.filter(({ value }) => allowed(value)),
    );
    const [best] = order;
    merged[field] = best?.value ?? merged[field];
    if (best) provenance[field] = best.source;
    return order;
  }

  for (const field of fieldNames) {
    if (field === "subtitle") settle(field, (subtitle) => !repeats(merged.title, subtitle));
    else settle(field);
  }
  const subjects = settle("subjects");
  if (!isByHand(provenance.subjects)) merged.subjects = unionOfSubjects(subjects.map(({ value }) => value));
  const credits = settle("contributors");
  if (!isByHand(provenance.contributors))
    merged.contributors = unionOfContributors(credits.map(({ value }) => value));

  const fieldsUpdated = fieldNames.filter((field) =>
    was ? JSON.stringify(was[field]) !== JSON.stringify(merged[field]) : !isEmpty(merged[field]),
  );
  return { record: recordOf(isbn, merged), provenance, fieldsUpdated };
}

const imported: FieldSource = { provider: "IMPORT", reference: "", quality: 0 };

function isByHand(source: FieldSource | undefined): boolean {
  return source?.provider === "MANUAL";
}

function sourceOf(record: ProviderRecord): FieldSource {
  return { provider: record.provider, reference: record.reference, quality: qualityOf(record) };
}

function repeats(title: string, subtitle: string | null): boolean {
  return subtitle !== null && title.toLowerCase().includes(subtitle.toLowerCase());
}
