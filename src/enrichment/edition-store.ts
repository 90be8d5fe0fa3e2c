/** An edition with who said what, out of D1 and back: what the merge reads and what it decides. */

import { contributorsByIsbn } from "../authors/store.ts";
import { type EditionRecord, editionRecord } from "../books/record.ts";
import { indexBooks, saveStatements } from "../books/save.ts";
import type { BookRow } from "../books/store.ts";
import { booksByIsbn, sourcesByIsbn } from "../books/store.ts";
import { type Isbn, parseIsbn } from "../isbn.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { jsonStrings } from "../platform/json.ts";
import { stableId } from "../stable-id.ts";
import { workKeyOf } from "../works/key.ts";
import { worksById } from "../works/store.ts";
import { type FieldName, fieldNames } from "./fields.ts";
import type { Existing, Merged, Provenance } from "./merge.ts";
import { identifyPeople, peopleStatements } from "./people.ts";
import type { AuthorIdentifiers } from "./providers/provider.ts";

/** The edition as the catalogue has it, and when a provider was last asked about it; null when it has none. */
export type Known = Existing & { workId: string; askedAt: Date | null };

/** Reads an edition with its provenance. Two trips. */
export async function knownEdition(db: RequestDatabase, isbn: Isbn): Promise<Known | null> {
  const [[book], contributors, sources] = await Promise.all([
    booksByIsbn(db, [isbn]),
    contributorsByIsbn(db, [isbn]),
    sourcesByIsbn(db, [isbn]),
  ]);
  if (!book) return null;
  const [work] = await worksById(db, [book.work_id]);
  const record = editionRecord({
    ...asRecord(book),
    contributors: contributors.map(({ credited_as: name, role }) => ({ name, role })),
    work: {
      title: work && work.title !== book.title ? work.title : null,
      description: null,
      originalLanguage: work?.original_language ?? null,
      firstPublishedYear: work?.first_published_year ?? null,
    },
  });
  const provenance: Provenance = {};
  for (const { provider, reference, quality, fields } of sources) {
    for (const field of jsonStrings(fields)) {
      if (isFieldName(field)) provenance[field] = { provider, reference, quality };
    }
  }
  const asked = sources.filter(({ provider }) => provider !== "IMPORT" && provider !== "MANUAL");
  const [latest] = asked
    .map(({ fetched_at }) => fetched_at)
    .sort()
    .reverse();
  return { record, provenance, workId: book.work_id, askedAt: latest ? new Date(latest) : null };
}

/** What sources call the edition, its work and its people; Open Library's keys for the first two. */
export type EditionIdentifiers = {
  edition: string | null;
  work: string | null;
  authors: readonly AuthorIdentifiers[];
};

/**
 * Writes what the merge decided: the edition with its people, who said each field that stands, and the full-text index.
 * One trip to read, one transaction; a new edition finds its work by title and author, a known one keeps it.
 */
export async function saveMerged(
  db: RequestDatabase,
  isbn: Isbn,
  { record, provenance }: Merged,
  now: Date,
  identifiers: EditionIdentifiers = { edition: null, work: null, authors: [] },
): Promise<void> {
  const people = await identifyPeople(db, isbn, record.contributors, identifiers.authors);
  const isbns = JSON.stringify([isbn]);
  const sources = JSON.stringify(standing(provenance));
  const ownWork = stableId("work", workKeyOf(record));
  await db.write([
    ...saveStatements(db, [{ record, createdBy: "enrichment", source: null }], now),
    db.prepare(updateBook, JSON.stringify(record), isbn, now.toISOString()),
    ...peopleStatements(db, isbn, people, now),
    db.prepare(upsertSources, sources, isbn, now.toISOString()),
    db.prepare(withdrawClaims, sources, isbn),
    db.prepare(joinWork, isbn, identifiers.work, ownWork),
    db.prepare(dropFromSearch, ownWork),
    db.prepare(dropEmptyWork, ownWork),
    db.prepare(insertIdentifiers, isbn, identifiers.edition, identifiers.work),
    ...indexBooks(db, isbns),
  ]);
}

/** Source → the fields that still stand on its word. */
function standing(provenance: Provenance) {
  const sources = new Map<
    string,
    { provider: string; reference: string; quality: number; fields: FieldName[] }
  >();
  for (const field of fieldNames) {
    const source = provenance[field];
    if (!source) continue;
    const key = `${source.provider} ${source.reference}`;
    const entry = sources.get(key) ?? { ...source, fields: [] };
    sources.set(key, { ...entry, fields: [...entry.fields, field] });
  }
  return [...sources.values()];
}

function isFieldName(field: string): field is FieldName {
  return fieldNames.some((name) => name === field);
}

function asRecord(book: BookRow): Partial<EditionRecord> & { title: string } {
  return {
    isbn: parseIsbn(book.isbn),
    title: book.title,
    subtitle: book.subtitle,
    description: book.description,
    publisher: book.publisher,
    publishedOn: book.published_on,
    language: book.language,
    pageCount: book.page_count,
    format: book.format,
    subjects: jsonStrings(book.subjects),
    cover: { small: book.cover_small, medium: book.cover_medium, large: book.cover_large },
    series: book.series_name === null ? null : { name: book.series_name, position: book.series_position },
  };
}

const updateBook = `
  UPDATE books
     SET title = said ->> 'title', subtitle = said ->> 'subtitle', description = said ->> 'description',
         publisher = said ->> 'publisher', published_on = said ->> 'publishedOn', language = said ->> 'language',
         page_count = said ->> 'pageCount', format = said ->> 'format', subjects = said ->> 'subjects',
         cover_small = said ->> '$.cover.small', cover_medium = said ->> '$.cover.medium',
         cover_large = said ->> '$.cover.large', series_name = said ->> '$.series.name',
         series_position = said ->> '$.series.position', updated_at = ?3
    FROM (SELECT ?1 AS said) WHERE isbn = ?2`;

// Open Library knows works across titles and languages: an edition in the work that its own title and author made joins
// the work that its key stands for, and the work that was made for it alone is dropped. Where an editor put it, it stays.
const joinWork = `
  UPDATE books SET work_id = coalesce(
           (SELECT "key" FROM identifiers WHERE source = 'OPEN_LIBRARY' AND identifier = ?2 AND entity = 'WORK'), work_id)
   WHERE isbn = ?1 AND created_by = 'enrichment' AND work_id = ?3`;

const emptyWork = `
  FROM works WHERE id = ? AND created_by = 'enrichment' AND NOT EXISTS (SELECT 1 FROM books WHERE books.work_id = works.id)`;
const dropFromSearch = `DELETE FROM work_search WHERE rowid = (SELECT row_id ${emptyWork})`;
const dropEmptyWork = `DELETE ${emptyWork}`;

const insertIdentifiers = `
  INSERT INTO identifiers (source, identifier, entity, "key")
  SELECT 'OPEN_LIBRARY', identifier, entity, "key" FROM (
    SELECT ?2 AS identifier, 'EDITION' AS entity, ?1 AS "key"
     UNION ALL SELECT ?3, 'WORK', (SELECT work_id FROM books WHERE isbn = ?1))
   WHERE identifier IS NOT NULL ON CONFLICT DO NOTHING`;

const upsertSources = `
  INSERT INTO book_sources (isbn, provider, reference, quality, fields, fetched_at)
  SELECT ?2, value ->> 'provider', value ->> 'reference', value ->> 'quality', value ->> 'fields', ?3 FROM json_each(?1)
   WHERE true
      ON CONFLICT DO UPDATE SET quality = excluded.quality, fields = excluded.fields,
         fetched_at = CASE WHEN provider IN ('MANUAL', 'IMPORT') THEN fetched_at ELSE excluded.fetched_at END`;

// Who said what everybody now has on better authority has said it nonetheless, but claims nothing.
const withdrawClaims = `
  UPDATE book_sources SET fields = '[]'
   WHERE isbn = ?2 AND NOT EXISTS (
     SELECT 1 FROM json_each(?1) WHERE value ->> 'provider' = provider AND value ->> 'reference' = reference)`;
