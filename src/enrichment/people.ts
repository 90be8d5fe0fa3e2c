/**
 * Who the people on a title page are. In this order: whom the edition credits so already (an editor may have said who
 * that is), whom an identifier names, whoever has the name. Two birth years more than a year apart are two people.
 */
import { authorKey } from "../authors/name.ts";
import { contributorsByIsbn } from "../authors/store.ts";
import type { ContributorRecord } from "../books/record.ts";
import type { Isbn } from "../isbn.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { stableId } from "../stable-id.ts";
import type { AuthorIdentifiers } from "./providers/provider.ts";

/** Somebody's part in an edition. `namesId` is the author that the bare name stands for; years are null if unknown. */
export type Person = ContributorRecord & {
  position: number;
  authorId: string;
  namesId: string;
  isNamesake: boolean;
  birthYear: number | null;
  deathYear: number | null;
  identifiers: { source: "OPEN_LIBRARY" | "WIKIDATA"; identifier: string }[];
};

/** Finds out who they are, by what sources say of them. One trip. */
export async function identifyPeople(
  db: RequestDatabase,
  isbn: Isbn,
  contributors: readonly ContributorRecord[],
  said: readonly AuthorIdentifiers[],
): Promise<Person[]> {
  const people = contributors.map(({ name, role }, position) => {
    const key = authorKey(name);
    const same = said.filter((one) => one.name !== null && authorKey(one.name) === key);
    return {
      name,
      role,
      position,
      key,
      namesId: stableId("author", key),
      identifiers: same.flatMap(identifiersOf),
      birthYear: same.find(({ birthYear }) => birthYear !== null)?.birthYear ?? null,
      deathYear: same.find(({ deathYear }) => deathYear !== null)?.deathYear ?? null,
    };
  });
  const [credits, named, identified] = await Promise.all([
    contributorsByIsbn(db, [isbn]),
    db.all<{ id: string; match_key: string; birth_year: number | null }>(
      "SELECT id, match_key, birth_year FROM authors WHERE match_key IN (SELECT value FROM json_each(?))",
      JSON.stringify(people.map(({ key }) => key)),
    ),
    db.all<{ source: string; identifier: string; key: string }>(
      `SELECT source, identifier, identifiers."key" FROM identifiers JOIN json_each(?) AS said
           ON source = said.value ->> 'source' AND identifier = said.value ->> 'identifier' WHERE entity = 'AUTHOR'`,
      JSON.stringify(people.flatMap(({ identifiers }) => identifiers)),
    ),
  ]);
  return people.map(({ key, ...person }) => {
    const credited = credits.find(
      (credit) => credit.role === person.role && authorKey(credit.credited_as) === key,
    );
    const known = identified.find((one) =>
      person.identifiers.some(
        ({ source, identifier }) => source === one.source && identifier === one.identifier,
      ),
    );
    const bearer = named.find(({ match_key }) => match_key === key);
    const found = credited?.author_id ?? known?.key;
    if (found !== undefined) return { ...person, authorId: found, isNamesake: false };
    const { birthYear } = person;
    if (bearer && birthYear !== null && bearer.birth_year !== null) {
      if (Math.abs(birthYear - bearer.birth_year) > 1) {
        return { ...person, authorId: stableId("author", `${key} ${birthYear}`), isNamesake: true };
      }
    }
    return { ...person, authorId: bearer?.id ?? person.namesId, isNamesake: false };
  });
}

/** Makes the edition's title page these people, and remembers what sources call them. */
export function peopleStatements(
  db: RequestDatabase,
  isbn: Isbn,
  people: readonly Person[],
  now: Date,
): D1PreparedStatement[] {
  const [everybody, at] = [JSON.stringify(people), now.toISOString()];
  return [
    db.prepare(insertNamesakes, everybody, at),
    db.prepare("DELETE FROM book_authors WHERE isbn = ?", isbn),
    db.prepare(insertCredits, everybody, isbn),
    db.prepare(correctWork, everybody, isbn),
    db.prepare(fillYears, everybody, at),
    db.prepare(insertIdentifiers, everybody),
    db.prepare(redirectSuggestions, everybody),
    db.prepare(dropUnused, everybody, at),
  ];
}

function identifiersOf({ openLibrary, wikidata }: AuthorIdentifiers): Person["identifiers"] {
  return [
    ...(openLibrary === null ? [] : [{ source: "OPEN_LIBRARY" as const, identifier: openLibrary }]),
    ...(wikidata === null ? [] : [{ source: "WIKIDATA" as const, identifier: wikidata }]),
  ];
}

const insertNamesakes = `
  INSERT INTO authors (id, name, birth_year, created_at, updated_at)
  SELECT value ->> 'authorId', value ->> 'name', value ->> 'birthYear', ?2, ?2 FROM json_each(?1)
   WHERE value ->> 'isNamesake' = 1 ON CONFLICT DO NOTHING`;

const insertCredits = `
  INSERT INTO book_authors (isbn, author_id, role, position, credited_as)
  SELECT ?2, value ->> 'authorId', value ->> 'role', value ->> 'position', value ->> 'name' FROM json_each(?1)
   WHERE true ON CONFLICT DO NOTHING`;

// A work that this edition has just made was given to whoever bears the name.
const correctWork = `
  UPDATE OR IGNORE work_authors SET author_id = said.value ->> 'authorId' FROM json_each(?1) AS said
   WHERE author_id = said.value ->> 'namesId' AND said.value ->> 'authorId' <> said.value ->> 'namesId'
     AND work_id = (SELECT work_id FROM books WHERE isbn = ?2)
     AND (SELECT count(*) FROM books WHERE books.work_id = work_authors.work_id) = 1`;

const fillYears = `
  UPDATE authors SET birth_year = coalesce(birth_year, said.value ->> 'birthYear'),
                     death_year = coalesce(death_year, said.value ->> 'deathYear'), updated_at = ?2
    FROM json_each(?1) AS said
   WHERE authors.id = said.value ->> 'authorId'
     AND (birth_year IS NULL AND said.value ->> 'birthYear' IS NOT NULL
       OR death_year IS NULL AND said.value ->> 'deathYear' IS NOT NULL)`;

const insertIdentifiers = `
  INSERT INTO identifiers (source, identifier, entity, "key")
  SELECT name.value ->> 'source', name.value ->> 'identifier', 'AUTHOR', person.value ->> 'authorId'
    FROM json_each(?1) AS person, json_each(person.value, '$.identifiers') AS name
   WHERE true ON CONFLICT DO NOTHING`;

/** Authors made a moment ago for a spelling of somebody whom the catalogue knows by another. */
const unused = `
  SELECT namesId FROM (SELECT value ->> 'namesId' AS namesId, value ->> 'authorId' AS authorId FROM json_each(?1))
   WHERE namesId <> authorId AND NOT EXISTS (SELECT 1 FROM book_authors WHERE author_id = namesId)
     AND NOT EXISTS (SELECT 1 FROM work_authors WHERE author_id = namesId)`;

const redirectSuggestions = `
  UPDATE suggestions SET reference = said.value ->> 'authorId' FROM json_each(?1) AS said
   WHERE kind = 'AUTHOR' AND reference = said.value ->> 'namesId' AND reference IN (${unused})`;

const dropUnused = `DELETE FROM authors WHERE created_at = ?2 AND id IN (${unused})`;
