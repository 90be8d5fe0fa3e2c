/** Open Library as played: /api/books, /isbn, /search.json, /works and /authors in the service's shapes. */
import { type PlayedBook, playedAuthors, playedBooks } from "./books.ts";
import { hasWords, isbn10, type PlayedService } from "./played.ts";

export const openLibrary: PlayedService = (url) => {
  const path = url.pathname;
  const words = url.searchParams;
  if (path === "/api/books") return Response.json(bibkeys(words.get("bibkeys") ?? "", words.get("jscmd")));
  if (path === "/search.json") return Response.json(search(words));
  if (path === "/search/authors.json") {
    const docs = playedAuthors.filter(({ name }) => hasWords(name, words.get("q") ?? ""));
    return Response.json({
      numFound: docs.length,
      start: 0,
      docs: docs.map((one) => ({ ...author(one), type: "author", key: one.openLibrary })),
    });
  }
  const isbn = /^\/isbn\/([\dX]+)\.json$/.exec(path)?.[1];
  const book = isbn && byIsbn(isbn);
  if (book) return Response.json(edition(book));
  const work = /^\/works\/(OL\d+W)(\/editions)?\.json$/.exec(path);
  const editions = playedBooks.filter((one) => workKey(one) === work?.[1]);
  const [first] = editions;
  if (first && work?.[2]) return Response.json({ size: editions.length, entries: editions.map(edition) });
  if (first) return Response.json(workOf(first));
  const person = playedAuthors.find((one) => path === `/authors/${one.openLibrary}.json`);
  if (person) return Response.json(author(person));
  return Response.json({ error: "notfound", key: path.replace(/\.json$/, "") }, { status: 404 });
};

/** Every fifth book is not in this library. */
const known = playedBooks.filter((_, index) => index % 5 !== 3);

function byIsbn(isbn: string): PlayedBook | undefined {
  return known.find((book) => book.isbn === isbn || isbn10(book.isbn) === isbn);
}

/** Editions of the same author's work of the same year are one work, as "L'étranger" and "The Stranger" are. */
function workKey(book: PlayedBook): string {
  const first = playedBooks.findIndex(
    (one) => one.author === book.author && one.firstPublished === book.firstPublished,
  );
  return `OL${7_000_001 + first}W`;
}

function editionKey(book: PlayedBook): string {
  return `OL${8_000_001 + playedBooks.indexOf(book)}M`;
}

function authorKey(name: string): string {
  const index = [...new Set(playedBooks.map(({ author: one }) => one))].indexOf(name);
  return playedAuthors.find((one) => one.name === name)?.openLibrary ?? `OL${9_000_001 + index}A`;
}

function edition(book: PlayedBook) {
  return {
    type: { key: "/type/edition" },
    key: `/books/${editionKey(book)}`,
    title: book.title,
    ...(book.subtitle ? { subtitle: book.subtitle } : {}),
    authors: [{ key: `/authors/${authorKey(book.author)}` }],
    ...(book.translator ? { contributors: [{ name: book.translator, role: "Translator" }] } : {}),
    publishers: [book.publisher],
    publish_date: book.published,
    number_of_pages: book.pages,
    pagination: `${book.pages} p. ;`,
    physical_format: book.format,
    languages: [{ key: `/languages/${book.language}` }],
    isbn_10: [isbn10(book.isbn)],
    isbn_13: [book.isbn],
    subjects: [...book.subjects, "Accessible book"],
    covers: [-1, 7_100_001 + playedBooks.indexOf(book)],
    works: [{ key: `/works/${workKey(book)}` }],
    revision: 3,
  };
}

function workOf(book: PlayedBook) {
  return {
    type: { key: "/type/work" },
    key: `/works/${workKey(book)}`,
    title: book.title,
    description: { type: "/type/text", value: book.description },
    first_publish_date: String(book.firstPublished),
    subjects: book.subjects,
    authors: [{ type: { key: "/type/author_role" }, author: { key: `/authors/${authorKey(book.author)}` } }],
  };
}

function bibkeys(keys: string, jscmd: string | null) {
  const found = keys.split(",").flatMap((key): [string, unknown][] => {
    const book = byIsbn(key.replace(/^ISBN:/, ""));
    if (!book) return [];
    const url = `https://openlibrary.org/books/${editionKey(book)}`;
    const authors = [{ key: `/authors/${authorKey(book.author)}`, name: book.author }];
    if (jscmd === "details")
      return [[key, { bib_key: key, info_url: url, details: { ...edition(book), authors } }]];
    if (jscmd !== "data") return [[key, { bib_key: key, info_url: url, preview: "noview" }]];
    const data = {
      url,
      key: `/books/${editionKey(book)}`,
      title: book.title,
      authors: authors.map(({ name }) => ({
        name,
        url: `https://openlibrary.org/authors/${authorKey(name)}`,
      })),
      identifiers: { isbn_10: [isbn10(book.isbn)], isbn_13: [book.isbn] },
      publishers: [{ name: book.publisher }],
      publish_date: book.published,
      number_of_pages: book.pages,
    };
    return [[key, data]];
  });
  return Object.fromEntries(found);
}

function search(words: URLSearchParams) {
  const q = words.get("q") ?? "";
  const isbn = /isbn:([\dX]+)/.exec(q)?.[1];
  const hits = known.filter(
    (book) =>
      (isbn ? byIsbn(isbn) === book : hasWords(`${book.title} ${book.author}`, q)) &&
      hasWords(book.title, words.get("title") ?? "") &&
      hasWords(book.author, words.get("author") ?? ""),
  );
  const docs = hits.slice(0, Number(words.get("limit") ?? 100)).map((book) => ({
    key: `/works/${workKey(book)}`,
    title: book.title,
    author_name: [book.author],
    author_key: [authorKey(book.author)],
    isbn: [isbn10(book.isbn), book.isbn],
    edition_count: 1,
    edition_key: [editionKey(book)],
    first_publish_year: book.firstPublished,
    cover_i: 7_100_001 + playedBooks.indexOf(book),
    language: [book.language],
    publisher: [book.publisher],
    publish_date: [book.published],
    number_of_pages_median: book.pages,
    subject: book.subjects,
  }));
  return { start: 0, num_found: hits.length, numFound: hits.length, docs };
}

function author(one: (typeof playedAuthors)[number]) {
  return {
    type: { key: "/type/author" },
    key: `/authors/${one.openLibrary}`,
    name: one.name,
    personal_name: one.name,
    birth_date: one.born,
    ...(one.died ? { death_date: one.died } : {}),
    bio: { type: "/type/text", value: one.about },
    remote_ids: { wikidata: one.wikidata },
  };
}
