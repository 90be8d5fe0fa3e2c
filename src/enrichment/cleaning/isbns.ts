/** The ISBNs of one edition, as told in any mixture of tens and thirteens. */
import { type Isbn, isbnOrNull } from "../../isbn.ts";

/** Each ISBN once, as thirteen digits: an ISBN-10 and its ISBN-13 are one. What is no ISBN is dropped. */
export function cleanIsbns(told: string[]): Isbn[] {
  // "0140328726 (pbk.)", "ISBN: 9780140328721": the number is the longest run of what numbers are written in.
  const found = told.map((text) => isbnOrNull(/\d[\d\s\p{Pd}]{8,16}[\dXx]/u.exec(text)?.[0] ?? text));
  return [...new Set(found.filter((isbn) => isbn !== null))];
}

/** Which ISBN a record is of, and which others it names: the one asked for if it is among them, else the first. */
export function sortedIsbns(told: string[], asked: Isbn | null): { isbn: Isbn | null; otherIsbns: Isbn[] } {
  const isbns = cleanIsbns(told);
  const isbn = asked !== null && isbns.includes(asked) ? asked : (isbns[0] ?? null);
  return { isbn, otherIsbns: isbns.filter((other) => other !== isbn) };
}
