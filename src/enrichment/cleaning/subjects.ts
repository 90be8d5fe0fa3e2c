/** Subjects: what a book is about, out of what catalogues and shops file under. */
import { cleanText } from "./text.ts";

/** More say nothing more about a book. */
export const mostSubjects = 25;

/** What libraries note about copies, lists and readers rather than about the book. */
const notSubjects =
  /^(nyt:|series:|collectionid|award:|person:|place:|time:|accessible book|protected daisy|popular print disabled|in library|lending library|overdrive|internet archive|open library|large type books?$|large print|new york times (best|reviewed)|nytimes|long now manual|reading level|open_syllabus|.*\b(lexile|ar level)\b|staff picks?|general$|books?$|ebooks?$|audiobooks?$|\d[\d\s.,/-]*$|\[fic\]$|.*=.*$)/i;

/** Library of Congress call numbers: "PZ7.N647", "QA76", and literature's bare "PQ"; "DNA" and "AI" are subjects. */
const callNumber = /^(P[A-Z]|[A-Z]{1,3}\d[\w.]*)$/;

/** Headings that are qualified by what follows them: "Fiction, fantasy, general", "FICTION / Literary". */
const partedByComma =
  /^(fiction|juvenile fiction|juvenile literature|biography|history|comics & graphic novels)\s*,\s*/i;

/**
 * The subjects, each once and at most {@link mostSubjects}, in the order told: headings are taken apart at " / ", " -- ",
 * ";" and after "Fiction,", trailing full stops and capitals-only spelling are eased, and notes about copies and lists
 * ("Accessible book", "Protected DAISY", "nyt:…", call numbers) are dropped.
 */
export function cleanSubjects(told: string[]): string[] {
  const kept = new Map<string, string>();
  for (const heading of told) {
    for (const part of parts(cleanText(heading) ?? "")) {
      const key = part.toLowerCase();
      if (!kept.has(key) && kept.size < mostSubjects) kept.set(key, part);
    }
  }
  return [...kept.values()];
}

function parts(heading: string): string[] {
  if (notSubjects.test(heading)) return [];
  const pieces = heading.split(/\s+\/\s+|\s*--+\s*|\s+—\s+|\s*;\s*|\s+>\s+/);
  const finer = pieces.flatMap((piece) => (partedByComma.test(piece) ? piece.split(/\s*,\s*/) : [piece]));
  return finer
    .filter((piece) => !callNumber.test(piece.trim()))
    .map(eased)
    .filter((piece) => piece.length > 1 && piece.length <= 100 && !notSubjects.test(piece));
}

/** "FICTION" as "Fiction", "fantasy." as "Fantasy"; "DNA" and "LGBT" stay. */
function eased(piece: string): string {
  const text = piece.trim().replace(/(?<=\p{L}{3})\.$/u, "");
  const calm = text.length > 5 && text === text.toUpperCase() ? text.toLowerCase() : text;
  return calm.charAt(0).toUpperCase() + calm.slice(1);
}
