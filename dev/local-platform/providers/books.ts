/** Well-known books by their facts, with descriptions written for this file: what the played providers know. */
import authors from "./authors.json" with { type: "json" };
import books from "./books.json" with { type: "json" };

export type PlayedBook = {
  isbn: string;
  title: string;
  subtitle?: string | undefined;
  author: string;
  translator?: string | undefined;
  /** ISO 639-2, as libraries write it. */
  language: string;
  publisher: string;
  published: string;
  pages: number;
  format: string;
  firstPublished: number;
  subjects: string[];
  description: string;
};

export type PlayedAuthor = {
  name: string;
  born: string;
  died: string | null;
  openLibrary: string;
  wikidata: string;
  /** Wikidata's ids, of the gender and of the country. */
  gender: string;
  country: string;
  about: string;
};

/** Each service leaves out every fifth of them, as in life. */
export const playedBooks: PlayedBook[] = books;

/** Their authors, as far as they are played. */
export const playedAuthors: PlayedAuthor[] = authors;

/** What the countries' ids are called. */
export const countries: Record<string, string> = {
  Q30: "United States",
  Q142: "France",
  Q145: "United Kingdom",
  Q739: "Colombia",
  Q1033: "Nigeria",
  Q34266: "Russian Empire",
};
