/** Google Books as played: volumes?q=… in the API's shapes. */
import { type PlayedBook, playedBooks } from "./books.ts";
import { hasWords, isbn10, type PlayedService } from "./played.ts";

export const googleBooks: PlayedService = (url) => {
  if (!url.pathname.endsWith("/volumes"))
    return Response.json({ error: { code: 404, message: "Not Found" } }, { status: 404 });
  const q = url.searchParams.get("q") ?? "";
  if (q === "") {
    const error = {
      code: 400,
      message: "Missing query.",
      errors: [{ domain: "global", reason: "queryRequired", message: "Missing query." }],
    };
    return Response.json({ error }, { status: 400 });
  }
  const found = playedBooks.filter((book, index) => index % 5 !== 4 && fits(book, q));
  const items = found.slice(0, Number(url.searchParams.get("maxResults") ?? 10)).map(volume);
  return Response.json({
    kind: "books#volumes",
    totalItems: found.length,
    ...(items.length > 0 ? { items } : {}),
  });
};

function fits(book: PlayedBook, q: string): boolean {
  const isbn = /isbn:([\dX]+)/i.exec(q)?.[1];
  const title = /intitle:(?:"([^"]*)"|(\S+))/.exec(q);
  const author = /inauthor:(?:"([^"]*)"|(\S+))/.exec(q);
  const rest = q.replace(/(isbn|intitle|inauthor):("[^"]*"|\S+)/g, "").trim();
  return (
    (!isbn || isbn === book.isbn || isbn === isbn10(book.isbn)) &&
    (!title || hasWords(book.title, title[1] ?? title[2] ?? "")) &&
    (!author || hasWords(book.author, author[1] ?? author[2] ?? "")) &&
    (!rest || hasWords(`${book.title} ${book.author}`, rest))
  );
}

function volume(book: PlayedBook) {
  const id = `pl${book.isbn.slice(-10)}`;
  const image = `http://books.google.com/books/content?id=${id}&printsec=frontcover&img=1`;
  return {
    kind: "books#volume",
    id,
    volumeInfo: {
      title: book.title,
      ...(book.subtitle ? { subtitle: book.subtitle } : {}),
      authors: [book.author],
      publisher: book.publisher,
      publishedDate: book.published,
      description: `<p>${book.description}</p>`,
      industryIdentifiers: [
        { type: "ISBN_10", identifier: isbn10(book.isbn) },
        { type: "ISBN_13", identifier: book.isbn },
      ],
      pageCount: book.pages,
      printType: "BOOK",
      categories: book.subjects.slice(0, 1),
      imageLinks: {
        smallThumbnail: `${image}&zoom=5&edge=curl&source=gbs_api`,
        thumbnail: `${image}&zoom=1&edge=curl&source=gbs_api`,
      },
      language: { eng: "en", fre: "fr", spa: "es" }[book.language] ?? "un",
    },
    saleInfo: { country: "US", saleability: "NOT_FOR_SALE", isEbook: false },
  };
}
