/** Numbers of pages, as cataloguers and databases write them. */

/** No book in one volume has more; what does is a mistyped year or an ISBN. */
const most = 30_000;

/**
 * The number of the main sequence of pages in "xii, 345 p. : ill.", "345 pages", "345", 345.0 or "1 online resource
 * (345 pages)"; null where there is none, for "2 v." and for what no book has.
 */
export function pageCount(told: string | number | null): number | null {
  const pages = typeof told === "string" ? fromText(told) : told;
  return pages !== null && Number.isInteger(pages) && pages >= 1 && pages <= most ? pages : null;
}

function fromText(text: string): number | null {
  const plain = /^\s*(\d+)(?:\.0+)?\s*$/.exec(text);
  if (plain) return Number(plain[1]);
  const beforeUnit = [
    ...text.matchAll(
      /(\d+)\]?\s*(?:unnumbered\s+)?(?:p\b|pp\b|pgs?\b|pages?\b|s\.|seiten|sidor|páginas|pagine|bl\b|sivua)/gi,
    ),
  ];
  if (beforeUnit.length === 0) return null;
  // "xii, 345, [12] p.": the sequence before the last unit is a list, of which the longest is the book.
  const last = beforeUnit.at(-1);
  const sequence = text.slice(0, (last?.index ?? 0) + (last?.[0].length ?? 0));
  return Math.max(...[...sequence.matchAll(/\d+/g)].map(([digits]) => Number(digits)));
}
