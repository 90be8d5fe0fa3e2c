/** Why a book is worth a look, from nothing but its own facts. */
import { jsonStrings } from "../platform/json.ts";
import type { Candidate } from "./store.ts";

/** One sentence: "Fantasy by Ursula K. Le Guin, first published in 1968, where Earthsea begins, a short 183 pages." */
export function reasonFor(book: Candidate): string {
  const [subject = "A book"] = jsonStrings(book.subjects);
  const { author, original_language: origin, language, page_count: pages } = book;
  const parts = [
    author === null ? subject : `${subject} by ${author}`,
    origin !== null && language !== null && primary(language) !== primary(origin)
      ? translatedFrom(origin)
      : null,
    firstPublished(book),
    partOf(book),
    pages === null ? null : pages < 200 ? `a short ${pages} pages` : `${pages} pages`,
  ];
  const sentence = parts.filter((part) => part !== null).join(", ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1).replace(/\.$/, "")}.`;
}

function firstPublished({ first_published_year: year }: Candidate): string | null {
  if (year === null) return null;
  return `first published in ${year < 0 ? `${-year} BCE` : year}`;
}

function partOf({ series_name: series, series_position: position }: Candidate): string | null {
  if (series === null) return null;
  return position === 1 ? `where ${series} begins` : `part of ${series}`;
}

/** "pt" of "pt-BR". */
function primary(language: string): string {
  return language.split("-")[0] ?? language;
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language" });

/** Not every old language has a name everywhere. */
function translatedFrom(language: string): string {
  const name = languageNames.of(language);
  return name === undefined || name === language ? "in translation" : `translated from ${name}`;
}
