/**
 * Writes editions with their works and contributors: one transaction for any number of records, the same result when
 * it runs twice. It fills what is empty and never replaces what is there; `enrichment` decides what is better.
 */
import { authorKey } from "../authors/name.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { spellingsIn } from "../search/spelling.ts";
import { suggestionsOf } from "../search/suggestion.ts";
import { stableId } from "../stable-id.ts";
import { workKeyOf } from "../works/key.ts";
import type { EditionRecord, Provider } from "./record.ts";

/** A record, and who brought it. */
export type Saving = {
  record: EditionRecord;
  /** Kept on whatever this record creates, so that a redelivered message knows its own: `import:{job}:{line}`. */
  createdBy: string;
  /** What `Book.sources` will tell. */
  source: { provider: Provider; reference: string; quality: number; fields: string[] } | null;
};

/** Saves the records; where two are of one new work, the first names it. */
export async function saveEditions(
  db: RequestDatabase,
  savings: readonly Saving[],
  now: Date,
): Promise<void> {
  await db.write(saveStatements(db, savings, now));
}

/** The statements of {@link saveEditions}, for a caller who writes more in the same transaction. */
export function saveStatements(
  db: RequestDatabase,
  savings: readonly Saving[],
  now: Date,
): D1PreparedStatement[] {
  if (savings.length === 0) return [];
  const entries = JSON.stringify(savings.map(entryOf));
  const isbns = JSON.stringify(savings.flatMap(({ record }) => record.isbn ?? []));
  const workKeys = JSON.stringify(savings.map(({ record }) => workKeyOf(record)));
  const at = now.toISOString();
  return [
    db.prepare(insertAuthors, entries, at),
    db.prepare(insertWorks, entries, at),
    db.prepare(fillWorks, entries, at),
    db.prepare(insertBooks, entries, at),
    db.prepare(insertWorkAuthors, entries),
    db.prepare(insertBookAuthors, entries),
    db.prepare(insertSources, entries, at),
    ...indexBooks(db, isbns),
    ...indexWorks(db, workKeys),
    db.prepare(insertSpellings, JSON.stringify(spellingsIn(savings.flatMap(({ record }) => spelt(record))))),
    db.prepare(insertSuggestions, JSON.stringify(savings.flatMap(({ record }) => suggestionsOf(record)))),
  ];
}

/** Brings the full-text index of these editions up to date; `isbns` is a JSON list. */
export function indexBooks(db: RequestDatabase, isbns: string): D1PreparedStatement[] {
  return [
    db.prepare(
      "DELETE FROM book_search WHERE rowid IN (SELECT row_id FROM books WHERE isbn IN (SELECT value FROM json_each(?)))",
      isbns,
    ),
    db.prepare(
      `INSERT INTO book_search (rowid, title, contributors, series, subjects, description)
       SELECT books.row_id,
              concat_ws(' ', books.title, books.subtitle),
              (SELECT group_concat(credited_as, ' ') FROM book_authors WHERE book_authors.isbn = books.isbn),
              books.series_name,
              (SELECT group_concat(value, ' ') FROM json_each(books.subjects)),
              books.description
         FROM books WHERE books.isbn IN (SELECT value FROM json_each(?))`,
      isbns,
    ),
  ];
}

/** Brings the full-text index of the works with these match keys up to date; `workKeys` is a JSON list. */
function indexWorks(db: RequestDatabase, workKeys: string): D1PreparedStatement[] {
  return [
    db.prepare(
      "DELETE FROM work_search WHERE rowid IN (SELECT row_id FROM works WHERE match_key IN (SELECT value FROM json_each(?)))",
      workKeys,
    ),
    db.prepare(
      `INSERT INTO work_search (rowid, title, contributors)
       SELECT works.row_id,
              concat_ws(' ', works.title, works.subtitle),
              (SELECT group_concat(authors.name, ' ') FROM work_authors JOIN authors ON authors.id = author_id
                WHERE work_authors.work_id = works.id)
         FROM works WHERE works.match_key IN (SELECT value FROM json_each(?))`,
      workKeys,
    ),
  ];
}

/** The texts of a record that people type, and mistype. */
function spelt({ title, subtitle, series, contributors }: EditionRecord): (string | null)[] {
  return [title, subtitle, series?.name ?? null, ...contributors.map(({ name }) => name)];
}

/** One record as the statements below read it out of JSON. */
function entryOf({ record, createdBy, source }: Saving) {
  const key = workKeyOf(record);
  return {
    ...record,
    createdBy,
    source,
    subjects: JSON.stringify(record.subjects),
    work: { ...record.work, key, id: stableId("work", key), title: record.work.title ?? record.title },
    contributors: record.contributors.map(({ name, role }, position) => ({
      id: stableId("author", authorKey(name)),
      key: authorKey(name),
      name,
      role,
      position,
    })),
  };
}

const insertAuthors = `
  INSERT INTO authors (id, match_key, name, created_at, updated_at)
  SELECT person.value ->> 'id', person.value ->> 'key', person.value ->> 'name', ?2, ?2
    FROM json_each(?1) AS entry, json_each(entry.value, '$.contributors') AS person
   WHERE true
      ON CONFLICT DO NOTHING`;

// An edition that is already there keeps its work, whatever this record would call it.
const insertWorks = `
  INSERT INTO works (id, match_key, title, subtitle, description, original_language, first_published_year, subjects,
                     created_by, created_at, updated_at)
  SELECT value ->> '$.work.id', value ->> '$.work.key', value ->> '$.work.title',
         CASE WHEN value ->> '$.work.title' = value ->> 'title' THEN value ->> 'subtitle' END,
         coalesce(value ->> '$.work.description', value ->> 'description'),
         value ->> '$.work.originalLanguage', value ->> '$.work.firstPublishedYear', value ->> 'subjects',
         value ->> 'createdBy', ?2, ?2
    FROM json_each(?1)
   WHERE NOT EXISTS (SELECT 1 FROM books WHERE books.isbn = value ->> 'isbn')
      ON CONFLICT DO NOTHING`;

// The IN makes SQLite look the works up by id; from the join alone it would read every work there is.
const fillWorks = `
  WITH said AS MATERIALIZED (
    SELECT coalesce(books.work_id, matched.id) AS id,
           coalesce(value ->> '$.work.description', value ->> 'description') AS description,
           value ->> '$.work.originalLanguage' AS original_language,
           value ->> '$.work.firstPublishedYear' AS first_published_year,
           value ->> 'subjects' AS subjects
      FROM json_each(?1)
      LEFT JOIN books ON books.isbn = value ->> 'isbn'
      LEFT JOIN works AS matched ON matched.match_key = value ->> '$.work.key')
  UPDATE works
     SET description = coalesce(works.description, said.description),
         original_language = coalesce(works.original_language, said.original_language),
         first_published_year = coalesce(works.first_published_year, said.first_published_year),
         subjects = CASE WHEN works.subjects = '[]' THEN said.subjects ELSE works.subjects END,
         updated_at = ?2
    FROM said
   WHERE works.id = said.id AND works.id IN (SELECT id FROM said)
     AND (works.description IS NULL AND said.description IS NOT NULL
       OR works.original_language IS NULL AND said.original_language IS NOT NULL
       OR works.first_published_year IS NULL AND said.first_published_year IS NOT NULL
       OR works.subjects = '[]' AND said.subjects <> '[]')`;

/** Column of `books` → where an entry says it. All are filled when empty. */
const bookFields = {
  subtitle: "subtitle",
  description: "description",
  publisher: "publisher",
  published_on: "publishedOn",
  language: "language",
  page_count: "pageCount",
  format: "format",
  cover_small: "$.cover.small",
  cover_medium: "$.cover.medium",
  cover_large: "$.cover.large",
  series_name: "$.series.name",
  series_position: "$.series.position",
};
const bookColumns = Object.keys(bookFields);

const insertBooks = `
  INSERT INTO books (isbn, work_id, title, ${bookColumns.join(", ")}, subjects, created_by, created_at, updated_at)
  SELECT value ->> 'isbn', coalesce(books.work_id, works.id), value ->> 'title',
         ${Object.values(bookFields)
           .map((path) => `value ->> '${path}'`)
           .join(", ")},
         value ->> 'subjects', value ->> 'createdBy', ?2, ?2
    FROM json_each(?1)
    LEFT JOIN books ON books.isbn = value ->> 'isbn'
    LEFT JOIN works ON works.match_key = value ->> '$.work.key'
   WHERE value ->> 'isbn' IS NOT NULL
      ON CONFLICT (isbn) DO UPDATE
     SET ${bookColumns.map((column) => `${column} = coalesce(books.${column}, excluded.${column})`).join(", ")},
         subjects = CASE WHEN books.subjects = '[]' THEN excluded.subjects ELSE books.subjects END,
         updated_at = excluded.updated_at
   WHERE ${bookColumns.map((column) => `books.${column} IS NULL AND excluded.${column} IS NOT NULL`).join(" OR ")}
      OR books.subjects = '[]' AND excluded.subjects <> '[]'`;

// Authors by role; an anthology that names only editors has those.
const insertWorkAuthors = `
  INSERT INTO work_authors (work_id, author_id, position)
  SELECT works.id, authors.id, min(person.value ->> 'position')
    FROM json_each(?1) AS entry
    JOIN works ON works.match_key = entry.value ->> '$.work.key'
    JOIN json_each(entry.value, '$.contributors') AS person
    JOIN authors ON authors.match_key = person.value ->> 'key'
   WHERE NOT EXISTS (SELECT 1 FROM work_authors WHERE work_authors.work_id = works.id)
     AND (person.value ->> 'role' = 'AUTHOR' OR NOT EXISTS
           (SELECT 1 FROM json_each(entry.value, '$.contributors') WHERE value ->> 'role' = 'AUTHOR'))
   GROUP BY works.id, authors.id
      ON CONFLICT DO NOTHING`;

const insertBookAuthors = `
  INSERT INTO book_authors (isbn, author_id, role, position, credited_as)
  SELECT entry.value ->> 'isbn', authors.id, person.value ->> 'role', person.value ->> 'position', person.value ->> 'name'
    FROM json_each(?1) AS entry
    JOIN json_each(entry.value, '$.contributors') AS person
    JOIN authors ON authors.match_key = person.value ->> 'key'
   WHERE entry.value ->> 'isbn' IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM book_authors WHERE book_authors.isbn = entry.value ->> 'isbn')
      ON CONFLICT DO NOTHING`;

const insertSpellings = `
  INSERT INTO spellings (word) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`;

const insertSuggestions = `
  INSERT INTO suggestions (kind, text, "key", reference)
  SELECT value ->> 'kind', value ->> 'text', value ->> 'key', value ->> 'reference' FROM json_each(?)
   WHERE true ON CONFLICT DO NOTHING`;

const insertSources = `
  INSERT INTO book_sources (isbn, provider, reference, quality, fields, fetched_at)
  SELECT value ->> 'isbn', value ->> '$.source.provider', value ->> '$.source.reference',
         value ->> '$.source.quality', value ->> '$.source.fields', ?2
    FROM json_each(?1)
   WHERE value ->> 'isbn' IS NOT NULL AND value ->> '$.source.provider' IS NOT NULL
      ON CONFLICT DO NOTHING`;
