/** The four played services and what they have in common. */

export const playedNames = ["google-books", "open-library", "isbndb", "wikidata"] as const;
export type PlayedName = (typeof playedNames)[number];

/** Answers a request, whose path is what follows the service's base URL, on a good day. */
export type PlayedService = (url: URL, body: string) => Response;

/** The ISBN-10 of a played book. */
export function isbn10(isbn: string): string {
  const nine = isbn.slice(3, 12);
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return nine + (check === 10 ? "X" : String(check));
}

/** True when every word that is looked for is in the text. */
export function hasWords(text: string, words: string): boolean {
  const folded = fold(text);
  return fold(words)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
