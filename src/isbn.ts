/** ISBNs: any spelling in, thirteen digits out, or a refusal that says why. */
import { parse } from "isbn3";

/** Thirteen digits with a valid checksum: only {@link parseIsbn} makes one. */
export type Isbn = string & { readonly __isbn: true };

/** Why a text is not an ISBN, in words for the person who typed it. */
export class InvalidIsbn extends Error {
  override readonly name = "InvalidIsbn";
}

/**
 * Reads an ISBN-10 or ISBN-13 with hyphens, spaces and a lower-case x, per ISO 2108. The checksum decides, not the
 * agency's ranges: books are printed before their range reaches anybody's table.
 * @throws {InvalidIsbn} naming the rule that is broken.
 */
export function parseIsbn(text: string): Isbn {
  const read = readIsbn(text);
  if ("broken" in read) throw new InvalidIsbn(read.broken);
  return read.isbn;
}

/** The ISBN, or the rule that is broken: to throw an error costs more than to read a text that is none. */
function readIsbn(text: string): { isbn: Isbn } | { broken: string } {
  const digits = text.replace(/[\s\p{Pd}]/gu, "").toUpperCase();
  if (!/^(\d{9}[\dX]|\d{13})$/.test(digits)) {
    return { broken: "an ISBN has 10 or 13 digits (the last of an ISBN-10 may be X)" };
  }
  if (digits.length === 13 && !/^97[89]/.test(digits)) {
    return { broken: "an ISBN-13 begins with 978 or 979" };
  }
  if (checkDigit(digits.slice(0, -1)) !== digits.slice(-1)) {
    return { broken: "the last digit does not match the others (the checksum is wrong)" };
  }
  const isbn =
    digits.length === 13 ? digits : `978${digits.slice(0, 9)}${checkDigit(`978${digits.slice(0, 9)}`)}`;
  return { isbn: isbn as Isbn };
}

/** The ISBN in a text, or null where there is none; for data whose writer cannot be asked again. */
export function isbnOrNull(text: string | null | undefined): Isbn | null {
  const read = text ? readIsbn(text) : { broken: "no text" };
  return "isbn" in read ? read.isbn : null;
}

/** The ISBN-10 of a 978 edition; null for 979, which has none. */
export function isbn10Of(isbn: Isbn): string | null {
  return isbn.startsWith("978") ? isbn.slice(3, 12) + checkDigit(isbn.slice(3, 12)) : null;
}

/** Hyphenated as the ISBN Agency's ranges say, "978-0-7356-1967-8"; bare digits where no range is registered. */
export function hyphenated(isbn: Isbn): string {
  return parse(isbn)?.isbn13h ?? isbn;
}

function checkDigit(body: string): string {
  const sum = [...body].reduce((total, digit, index) => {
    const weight = body.length === 12 ? 1 + 2 * (index % 2) : 10 - index;
    return total + Number(digit) * weight;
  }, 0);
  if (body.length === 12) return String((10 - (sum % 10)) % 10);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? "X" : String(check);
}
