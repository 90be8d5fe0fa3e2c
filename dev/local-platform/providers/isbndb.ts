/** ISBNdb as played: /book/{isbn}, /books/{query} and POST /books in the API's shapes. */
import { type PlayedBook, playedBooks } from "./books.ts";
import { hasWords, isbn10, type PlayedService } from "./played.ts";

export const isbndb: PlayedService = (url, body) => {
  const [, resource, words = ""] = url.pathname.split("/");
  if (resource === "book") {
    const book = byIsbn(words);
    return book
      ? Response.json({ book: record(book) })
      : Response.json({ errorMessage: "Not Found" }, { status: 404 });
  }
  if (resource === "books" && words === "") {
    const asked = body.replace(/^isbns=/, "").split(",");
    const data = asked.flatMap((isbn) => byIsbn(isbn.trim()) ?? []).map(record);
    return Response.json({ total: data.length, requested: asked.length, data });
  }
  if (resource === "books") {
    const column = url.searchParams.get("column");
    const query = decodeURIComponent(words);
    const books = known.filter((book) => {
      const { title, author, isbn } = book;
      return hasWords(
        column === "title" ? title : column === "author" ? author : `${title} ${author} ${isbn}`,
        query,
      );
    });
    const size = Number(url.searchParams.get("pageSize") ?? 20);
    return books.length > 0
      ? Response.json({ total: books.length, books: books.slice(0, size).map(record) })
      : Response.json({ errorMessage: "Not Found" }, { status: 404 });
  }
  return Response.json({ message: "Forbidden" }, { status: 403 });
};

/** Every fifth book is not in this database. */
const known = playedBooks.filter((_, index) => index % 5 !== 2);

function byIsbn(isbn: string): PlayedBook | undefined {
  return known.find((book) => book.isbn === isbn || isbn10(book.isbn) === isbn);
}

function record(book: PlayedBook) {
  const title = book.subtitle ? `${book.title}: ${book.subtitle}` : book.title;
  return {
    title,
    title_long: title,
    isbn: isbn10(book.isbn),
    isbn10: isbn10(book.isbn),
    isbn13: book.isbn,
    // Surname first, as this service mostly has it.
    authors: [book.author.replace(/^(.+) (\S+)$/, "$2, $1")],
    publisher: book.publisher,
    date_published: book.published,
    language: { eng: "en", fre: "fr", spa: "es" }[book.language] ?? book.language,
    pages: book.pages,
    binding: book.format,
    synopsis: book.description,
    subjects: book.subjects,
    image: `https://images.isbndb.com/covers/${book.isbn.slice(-4, -2)}/${book.isbn.slice(-2)}/${book.isbn}.jpg`,
    msrp: "0.00",
  };
}
