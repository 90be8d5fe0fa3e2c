/** Writes what is known about authors: fills what is empty, replaces nothing, the same result when it runs twice. */
import type { RequestDatabase } from "../platform/d1.ts";
import { authorKey } from "./name.ts";
import type { AuthorRow } from "./store.ts";

/** Facts about a person; what is absent is not known. Years before the common era are negative. */
export type AuthorFacts = {
  name: string;
  bio?: string | undefined;
  birthYear?: number | undefined;
  deathYear?: number | undefined;
  gender?: string | undefined;
  nationality?: string | undefined;
};

/** Fills in authors that the catalogue has; it adds nobody. */
export async function fillAuthors(
  db: RequestDatabase,
  facts: readonly AuthorFacts[],
  now: Date,
): Promise<void> {
  await db.write([fillAuthorsStatement(db, facts, now)]);
}

/** The statement of {@link fillAuthors}, for a caller who writes more in the same transaction. */
export function fillAuthorsStatement(
  db: RequestDatabase,
  facts: readonly AuthorFacts[],
  now: Date,
): D1PreparedStatement {
  const people = facts.map((person) => ({ ...person, key: authorKey(person.name) }));
  return db.prepare(
    `UPDATE authors
        SET bio = coalesce(authors.bio, said.value ->> 'bio'),
            birth_year = coalesce(authors.birth_year, said.value ->> 'birthYear'),
            death_year = coalesce(authors.death_year, said.value ->> 'deathYear'),
            gender = coalesce(authors.gender, said.value ->> 'gender'),
            nationality = coalesce(authors.nationality, said.value ->> 'nationality'),
            updated_at = ?2
       FROM json_each(?1) AS said
      WHERE authors.match_key = said.value ->> 'key'`,
    JSON.stringify(people),
    now.toISOString(),
  );
}

/** What a source says about one author; null is "does not say". */
export type AuthorRecord = {
  bio: string | null;
  birthYear: number | null;
  deathYear: number | null;
  gender: string | null;
  nationality: string | null;
  photo: string | null;
  wikidataId: string | null;
};

/** Fills one author's empty fields; returns the names of those that were filled. */
export async function fillAuthor(
  db: RequestDatabase,
  author: AuthorRow,
  said: AuthorRecord,
  now: Date,
): Promise<string[]> {
  const fields = [
    ["bio", "bio", author.bio],
    ["birthYear", "birth_year", author.birth_year],
    ["deathYear", "death_year", author.death_year],
    ["gender", "gender", author.gender],
    ["nationality", "nationality", author.nationality],
    ["photo", "photo", author.photo],
    ["wikidataId", "wikidata_id", author.wikidata_id],
  ] as const;
  const filled = fields.filter(([name, , has]) => has === null && said[name] !== null);
  if (filled.length > 0) {
    const assignments = filled.map(([, column]) => `${column} = coalesce(${column}, ?)`).join(", ");
    const values = filled.map(([name]) => said[name]);
    await db.write([
      db.prepare(
        `UPDATE authors SET ${assignments}, updated_at = ? WHERE id = ?`,
        ...values,
        now.toISOString(),
        author.id,
      ),
    ]);
  }
  return filled.map(([name]) => name);
}
