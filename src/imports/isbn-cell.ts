/** ISBNs as they survive a spreadsheet. */
import { InvalidIsbn, type Isbn, isbnOrNull, parseIsbn } from "../isbn.ts";

/** What the cells of one row say: an ISBN, or nothing, or a wrong one and why, as half a sentence. */
export type IsbnReading = { isbn: Isbn | null; wrong: { text: string; why: string } | null };

/**
 * The first valid ISBN in the cells. Reads brackets, an "ISBN" in front, lists ("2070291340, 9782070291342"), and what
 * Excel makes of numbers: ".0" behind them, leading zeros lost. A rounded "9.78E+12" cannot be repaired and says so.
 */
export function readIsbnCells(cells: string[]): IsbnReading {
  const candidates = cells
    .flatMap((cell) => [cell, ...cell.split(/[,;|/]/)])
    .map(bare)
    .filter((text) => text !== "");
  for (const candidate of candidates) {
    const isbn = isbnOrNull(candidate) ?? withLostZeros(candidate);
    if (isbn !== null) return { isbn, wrong: null };
  }
  const [first] = candidates;
  return { isbn: null, wrong: first === undefined ? null : { text: first, why: whyNot(first) } };
}

/** Whether a text was meant as an ISBN, right or wrong, and not as a shop's or program's own number. */
export function looksLikeIsbn(text: string): boolean {
  return /^[\d\s-]{9,16}[\dX]$/i.test(bare(text));
}

function bare(cell: string): string {
  return cell
    .replace(/^[\s'"=[(]+|[\s'"\])]+$/g, "")
    .replace(/^(?:urn:)?isbn(?:[-\s]?1[03])?[:\s]*/i, "")
    .replace(/\.0+$/, "")
    .trim();
}

function withLostZeros(text: string): Isbn | null {
  return /^\d{7,8}[\dX]$/i.test(text) ? isbnOrNull(text.padStart(10, "0")) : null;
}

function whyNot(text: string): string {
  if (/^\d([.,]\d+)?e\+?\d+$/i.test(text)) {
    return "the spreadsheet has rounded it; format the column as text and export it again";
  }
  try {
    parseIsbn(text);
    return "it cannot be read";
  } catch (error) {
    if (error instanceof InvalidIsbn) return error.message;
    throw error;
  }
}
