/** Writes what is known about authors: fills what is empty, replaces nothing, the same result when it runs twice. */
import type { RequestDatabase } from "../platform/d1.ts";
import { authorKey } from "./name.ts";

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
  const people = facts.map((person) => ({ ...person, key: authorKey(person.name) }));
  await db.write([
    db.prepare(
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
    ),
  ]);
}
