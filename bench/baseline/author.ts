/** The author page by hand: one trip, since everything on it hangs off the id. */
import { authorsById } from "../../src/authors/store.ts";
import { editionsByAuthor } from "../../src/books/store.ts";
import { encodeCursor } from "../../src/cursor.ts";
import { worksByAuthor } from "../../src/works/store.ts";
import { globalId } from "./parts.ts";
import type { Trip } from "./trip.ts";

const shown = 20;

/** Who somebody is and the first of what they made; null where there is nobody. */
export async function authorPage(db: Trip, id: string) {
  const asked = Promise.all([
    authorsById(db, [id]),
    worksByAuthor(db, id, { first: shown, after: null }),
    editionsByAuthor(db, id, { first: shown, after: null }),
  ]);
  await db.go();
  const [[author], works, books] = await asked;
  if (!author) return null;
  const workEdges = works.slice(0, shown).map((work) => ({
    cursor: encodeCursor([work.first_published_year ?? 9999, work.id]),
    node: { id: globalId("Work", work.id), title: work.title, firstPublishedYear: work.first_published_year },
  }));
  const bookEdges = books.slice(0, shown).map((book) => ({
    cursor: encodeCursor([book.published_on ?? "", book.isbn]),
    node: {
      id: globalId("Book", book.isbn),
      isbn: book.isbn,
      title: book.title,
      publishedOn: book.published_on,
    },
  }));
  return {
    id: globalId("Author", id),
    name: author.name,
    bio: author.bio,
    birthYear: author.birth_year,
    deathYear: author.death_year,
    gender: author.gender,
    nationality: author.nationality,
    photo: author.photo,
    wikidataId: author.wikidata_id,
    works: pageOf(workEdges, works.length),
    books: pageOf(bookEdges, books.length),
  };
}

function pageOf<Edge extends { cursor: string }>(edges: Edge[], found: number) {
  return { edges, pageInfo: { hasNextPage: found > shown, endCursor: edges.at(-1)?.cursor ?? null } };
}
