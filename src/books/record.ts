/** What anybody — a seed file, an import row, a provider, an editor — can say about one edition. */
import type { Isbn } from "../isbn.ts";

/** How an edition is made. */
export const bookFormats = ["HARDCOVER", "PAPERBACK", "EBOOK", "AUDIOBOOK", "OTHER"] as const;
export type BookFormat = (typeof bookFormats)[number];

/** What a person did on an edition. */
export const contributorRoles = [
  "AUTHOR",
  "EDITOR",
  "TRANSLATOR",
  "ILLUSTRATOR",
  "NARRATOR",
  "OTHER",
] as const;
export type ContributorRole = (typeof contributorRoles)[number];

/** Who said it. */
export const providers = ["GOOGLE_BOOKS", "OPEN_LIBRARY", "ISBNDB", "WIKIDATA", "IMPORT", "MANUAL"] as const;
export type Provider = (typeof providers)[number];

/** A name as credited, in display order ("Franz Kafka"), and what its bearer did. */
export type ContributorRecord = { name: string; role: ContributorRole };

/**
 * One edition and the work it is an edition of, normalised: texts trimmed and free of markup, languages BCP 47,
 * dates "YYYY", "YYYY-MM" or "YYYY-MM-DD", pages at least 1. `null` means "does not say" and never erases anything.
 * `isbn: null` is a book without one: it becomes a work without editions.
 */
export type EditionRecord = {
  isbn: Isbn | null;
  title: string;
  subtitle: string | null;
  description: string | null;
  publisher: string | null;
  publishedOn: string | null;
  language: string | null;
  pageCount: number | null;
  format: BookFormat | null;
  subjects: string[];
  cover: { small: string | null; medium: string | null; large: string | null };
  series: { name: string; position: number | null } | null;
  /** In the title page's order. */
  contributors: ContributorRecord[];
  work: {
    /** The work's own title where it differs from the edition's, as for a translation. */
    title: string | null;
    description: string | null;
    originalLanguage: string | null;
    firstPublishedYear: number | null;
  };
};

/** A record that says nothing but the title: spread it and add what is known. */
export function editionRecord(known: Partial<EditionRecord> & { title: string }): EditionRecord {
  return {
    isbn: null,
    subtitle: null,
    description: null,
    publisher: null,
    publishedOn: null,
    language: null,
    pageCount: null,
    format: null,
    subjects: [],
    cover: { small: null, medium: null, large: null },
    series: null,
    contributors: [],
    work: { title: null, description: null, originalLanguage: null, firstPublishedYear: null },
    ...known,
  };
}
