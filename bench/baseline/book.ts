/** The book page by hand: two or three trips, since a book's ISBN is known before the book. */
import { authorIdsByWork, authorsById, contributorsByIsbn } from "../../src/authors/store.ts";
import { completenessOf } from "../../src/books/completeness.ts";
import { coverOf } from "../../src/books/cover.ts";
import { booksByIsbn, editionsOfWork, sourcesByIsbn } from "../../src/books/store.ts";
import { coversByIsbn } from "../../src/covers/store.ts";
import { encodeCursor } from "../../src/cursor.ts";
import { hyphenated, isbn10Of, parseIsbn } from "../../src/isbn.ts";
import { worksById } from "../../src/works/store.ts";
import { globalId } from "./parts.ts";
import type { Trip } from "./trip.ts";

const editionsShown = 10;

/** Everything on a book's page; null where there is no such book. */
export async function bookPage(db: Trip, text: string, url: string) {
  const isbn = parseIsbn(text);
  const first = Promise.all([
    booksByIsbn(db, [isbn]),
    contributorsByIsbn(db, [isbn]),
    sourcesByIsbn(db, [isbn]),
    coversByIsbn(db, [isbn]),
  ]);
  await db.go();
  const [[book], contributors, sources, covers] = await first;
  if (!book) return null;

  const page = { first: editionsShown, after: null, language: null, format: null };
  const second = Promise.all([
    authorsById(db, [...new Set(contributors.map(({ author_id: id }) => id))]),
    worksById(db, [book.work_id]),
    authorIdsByWork(db, [book.work_id]),
    editionsOfWork(db, book.work_id, page),
  ]);
  await db.go();
  const [people, [work], authorIds, editions] = await second;
  const authors = new Map(people.map((author) => [author.id, author]));
  const missing = authorIds.map(({ author_id: id }) => id).filter((id) => !authors.has(id));
  if (missing.length > 0) {
    const third = authorsById(db, missing);
    await db.go();
    for (const author of await third) authors.set(author.id, author);
  }
  const subjects: string[] = JSON.parse(book.subjects);
  const last = editions.slice(0, editionsShown).at(-1);
  return {
    id: globalId("Book", isbn),
    isbn,
    isbn10: isbn10Of(isbn),
    isbnHyphenated: hyphenated(isbn),
    title: book.title,
    subtitle: book.subtitle,
    description: book.description,
    publisher: book.publisher,
    publishedOn: book.published_on,
    language: book.language,
    pageCount: book.page_count,
    format: book.format,
    subjects,
    cover: coverOf(book, covers, "LARGE", url),
    series: book.series_name === null ? null : { name: book.series_name, position: book.series_position },
    contributors: contributors.map(({ role, credited_as: creditedAs, author_id: id }) => {
      const author = authors.get(id);
      return {
        role,
        creditedAs,
        author: author && {
          id: globalId("Author", id),
          name: author.name,
          birthYear: author.birth_year,
          deathYear: author.death_year,
          nationality: author.nationality,
        },
      };
    }),
    work: work && {
      id: globalId("Work", work.id),
      title: work.title,
      originalLanguage: work.original_language,
      firstPublishedYear: work.first_published_year,
      authors: authorIds.map(({ author_id: id }) => ({
        id: globalId("Author", id),
        name: authors.get(id)?.name,
      })),
      editions: {
        edges: editions.slice(0, editionsShown).map((edition) => ({
          node: {
            id: globalId("Book", edition.isbn),
            isbn: edition.isbn,
            title: edition.title,
            language: edition.language,
            publisher: edition.publisher,
            publishedOn: edition.published_on,
            format: edition.format,
          },
        })),
        pageInfo: {
          hasNextPage: editions.length > editionsShown,
          endCursor: last ? encodeCursor([last.published_on ?? "", last.isbn]) : null,
        },
      },
    },
    completeness: completenessOf({
      ...book,
      pageCount: book.page_count,
      publishedOn: book.published_on,
      subjects,
      cover: { small: book.cover_small, medium: book.cover_medium, large: book.cover_large },
    }),
    sources: sources.map(({ provider, quality, fields, fetched_at: fetchedAt }) => ({
      provider,
      quality,
      fields: JSON.parse(fields),
      fetchedAt,
    })),
  };
}
