/**
 * What editors put in by hand: idempotent, an empty value never erases, and what they put no source replaces. With the
 * editions they name, a work or an author can be taken apart again that matching had made one.
 */
import { authorKey } from "../authors/name.ts";
import type { ContributorRecord, EditionRecord } from "../books/record.ts";
import { editionRecord } from "../books/record.ts";
import { indexBooks } from "../books/save.ts";
import { knownEdition, saveMerged } from "../enrichment/edition-store.ts";
import { fieldsTold } from "../enrichment/fields.ts";
import { badUserInput } from "../errors.ts";
import type { Isbn } from "../isbn.ts";
import type { RequestDatabase } from "../platform/d1.ts";

type Said<Value> = Value | null | undefined;

/** An edition as an editor tells it; what is absent stays as it is. `workId` moves it to that work. */
export type EditionPut = { isbn: Isbn; workId: Said<string> } & {
  [Field in "title" | "subtitle" | "description" | "publisher" | "publishedOn" | "language"]: Said<string>;
} & {
  pageCount: Said<number>;
  format: Said<NonNullable<EditionRecord["format"]>>;
  subjects: Said<string[]>;
  cover: Said<string>;
  series: Said<{ name: string; position?: Said<number> }>;
  contributors: Said<ContributorRecord[]>;
};

/** @throws BAD_USER_INPUT when a new edition has no title, or the work is unknown. */
export async function putEdition(
  db: RequestDatabase,
  { isbn, workId, cover, series, ...told }: EditionPut,
  now: Date,
): Promise<void> {
  if (told.pageCount != null && told.pageCount < 1)
    throw badUserInput("input.pageCount", "must be at least 1");
  const known = await knownEdition(db, isbn);
  const title = told.title || known?.record.title;
  if (!title)
    throw badUserInput("input.title", "is required for an edition that the catalogue does not have");
  if (workId && !(await exists(db, "works", workId)))
    throw badUserInput("input.workId", "is not a work of this catalogue");
  const said = withoutEmpty({
    ...told,
    isbn,
    title,
    ...(cover ? { cover: { small: cover, medium: cover, large: cover } } : {}),
    ...(series ? { series: { name: series.name, position: series.position ?? null } } : {}),
  });
  const manual = { provider: "MANUAL" as const, reference: "editor", quality: 100 };
  const pinned = fieldsTold(editionRecord({ ...said, title })).filter(
    (field) => field !== "title" || told.title,
  );
  const provenance = { ...known?.provenance, ...Object.fromEntries(pinned.map((field) => [field, manual])) };
  const record = { ...(known?.record ?? editionRecord({ title })), ...said };
  await saveMerged(db, isbn, { record, provenance, fieldsUpdated: pinned }, now);
  if (workId) {
    await db.write([
      db.prepare(
        "UPDATE books SET work_id = ?, updated_at = ? WHERE isbn = ?",
        workId,
        now.toISOString(),
        isbn,
      ),
    ]);
  }
}

/** A work as an editor tells it. Without an id a new one is made; `isbns` become its editions. */
export type WorkPut = {
  id: Said<string>;
  title: Said<string>;
  subtitle: Said<string>;
  description: Said<string>;
  originalLanguage: Said<string>;
  firstPublishedYear: Said<number>;
  subjects: Said<string[]>;
  isbns: Said<Isbn[]>;
};

/** Returns the work's id. A work made here is matched by nobody's title: only editors give it editions. */
export async function putWork(db: RequestDatabase, put: WorkPut, now: Date): Promise<string> {
  if (put.id && !(await exists(db, "works", put.id)))
    throw badUserInput("input.id", "is not a work of this catalogue");
  if (!put.id && !put.title) throw badUserInput("input.title", "is required for a new work");
  const [id, at] = [put.id ?? crypto.randomUUID(), now.toISOString()];
  const isbns = JSON.stringify(put.isbns ?? []);
  await db.write([
    db.prepare(
      "INSERT INTO works (id, title, created_by, created_at, updated_at) VALUES (?, ?, 'editor', ?3, ?3) ON CONFLICT DO NOTHING",
      id,
      put.title ?? "",
      at,
    ),
    db.prepare(
      `UPDATE works SET title = coalesce(?2, title), subtitle = coalesce(?3, subtitle), description = coalesce(?4, description),
              original_language = coalesce(?5, original_language), first_published_year = coalesce(?6, first_published_year),
              subjects = coalesce(?7, subjects), updated_at = ?8 WHERE id = ?1`,
      ...[id, put.title ?? null, put.subtitle ?? null, put.description ?? null, put.originalLanguage ?? null],
      ...[put.firstPublishedYear ?? null, put.subjects?.length ? JSON.stringify(put.subjects) : null, at],
    ),
    db.prepare(
      "UPDATE books SET work_id = ?1, updated_at = ?3 WHERE isbn IN (SELECT value FROM json_each(?2)) AND work_id <> ?1",
      ...[id, isbns, at],
    ),
    db.prepare(
      `INSERT INTO work_authors (work_id, author_id, position)
       SELECT ?1, author_id, min(position) FROM book_authors
        WHERE isbn IN (SELECT value FROM json_each(?2)) AND role = 'AUTHOR' GROUP BY author_id ON CONFLICT DO NOTHING`,
      ...[id, isbns],
    ),
    db.prepare("DELETE FROM work_search WHERE rowid = (SELECT row_id FROM works WHERE id = ?)", id),
    db.prepare(
      `INSERT INTO work_search (rowid, title, contributors)
       SELECT row_id, concat_ws(' ', title, subtitle),
              (SELECT group_concat(name, ' ') FROM work_authors JOIN authors ON authors.id = author_id WHERE work_id = works.id)
         FROM works WHERE id = ?`,
      id,
    ),
  ]);
  return id;
}

/** An author as an editor tells them. Without an id a new one is made; on `isbns` they replace whoever is credited so. */
export type AuthorPut = {
  id: Said<string>;
  name: Said<string>;
  bio: Said<string>;
  birthYear: Said<number>;
  deathYear: Said<number>;
  gender: Said<string>;
  nationality: Said<string>;
  photo: Said<string>;
  wikidataId: Said<string>;
  isbns: Said<Isbn[]>;
};

/** Returns the author's id. Credits that read like the author's name on the named editions become theirs. */
export async function putAuthor(db: RequestDatabase, put: AuthorPut, now: Date): Promise<string> {
  if (put.id && !(await exists(db, "authors", put.id)))
    throw badUserInput("input.id", "is not an author of this catalogue");
  if (!put.id && !put.name) throw badUserInput("input.name", "is required for a new author");
  const [id, at] = [put.id ?? crypto.randomUUID(), now.toISOString()];
  const isbns = put.isbns ?? [];
  const credits = await db.all<{ isbn: string; role: string; credited_as: string }>(
    "SELECT isbn, role, credited_as FROM book_authors WHERE isbn IN (SELECT value FROM json_each(?))",
    JSON.stringify(isbns),
  );
  const name =
    put.name ?? (await db.first<{ name: string }>("SELECT name FROM authors WHERE id = ?", id))?.name ?? "";
  const theirs = credits.filter(({ credited_as }) => authorKey(credited_as) === authorKey(name));
  await db.write([
    db.prepare(
      "INSERT INTO authors (id, name, created_at, updated_at) VALUES (?, ?, ?3, ?3) ON CONFLICT DO NOTHING",
      ...[id, name, at],
    ),
    db.prepare(
      `UPDATE authors SET name = coalesce(?2, name), bio = coalesce(?3, bio), birth_year = coalesce(?4, birth_year),
              death_year = coalesce(?5, death_year), gender = coalesce(?6, gender), nationality = coalesce(?7, nationality),
              photo = coalesce(?8, photo), wikidata_id = coalesce(?9, wikidata_id), updated_at = ?10 WHERE id = ?1`,
      ...[
        id,
        put.name ?? null,
        put.bio ?? null,
        put.birthYear ?? null,
        put.deathYear ?? null,
        put.gender ?? null,
      ],
      ...[put.nationality ?? null, put.photo ?? null, put.wikidataId ?? null, at],
    ),
    db.prepare(
      `UPDATE OR IGNORE book_authors SET author_id = ?1 FROM json_each(?2) AS credit
        WHERE isbn = credit.value ->> 'isbn' AND role = credit.value ->> 'role' AND credited_as = credit.value ->> 'credited_as'`,
      ...[id, JSON.stringify(theirs)],
    ),
    ...indexBooks(db, JSON.stringify(isbns)),
  ]);
  return id;
}

async function exists(db: RequestDatabase, table: "works" | "authors", id: string): Promise<boolean> {
  return (await db.first(`SELECT 1 FROM ${table} WHERE id = ?`, id)) !== null;
}

/** The fields that say something. */
function withoutEmpty<Fields extends object>(
  fields: Fields,
): { [Field in keyof Fields]: NonNullable<Fields[Field]> } {
  const full = Object.entries(fields).filter(
    ([, value]) => value != null && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(full) as { [Field in keyof Fields]: NonNullable<Fields[Field]> };
}
