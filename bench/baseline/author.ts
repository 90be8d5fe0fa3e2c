/** The author page by hand: what hangs off the id in one trip, the rows of their books in another. */
import { authorsById } from "../../src/authors/store.ts";
import { editionsByAuthor } from "../../src/books/store.ts";
import { encodeCursor } from "../../src/cursor.ts";
import { worksByAuthor } from "../../src/works/store.ts";
import { globalId } from "./parts.ts";
import { booksInShort } from "./shelf.ts";
import type { Trip } from "./trip.ts";

const shown = 20;

/** Who somebody is and the first of what they made; null where there is nobody. */
export async function authorPage(db: Trip, id: string, url: string) {
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
  const listed = books.slice(0, shown);
  const rows = await booksInShort(
    db,
    listed.map(({ isbn }) => isbn),
    url,
  );
  const bookEdges = listed.map((book, place) => ({
    cursor: encodeCursor([book.published_on ?? "", book.isbn]),
    node: { ...rows[place], publishedOn: book.published_on },
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
