/** Words that mean "we have nothing to say here". */

const fillers = new Set([
  "n/a",
  "na",
  "n.a.",
  "none",
  "null",
  "nil",
  "undefined",
  "unknown",
  "unbekannt",
  "inconnu",
  "desconocido",
  "not available",
  "not specified",
  "unspecified",
  "not applicable",
  "no description",
  "no description available",
  "no synopsis available",
  "description not available",
  "synopsis coming soon",
  "coming soon",
  "no title",
  "title not available",
  "to be announced",
  "tba",
  "tbd",
  "publisher not identified",
  "place not identified",
  "publisher unknown",
  "unknown publisher",
  "unknown author",
  "author unknown",
  "no author",
  "various",
  "various authors",
  "s.n",
  "s.n.",
  "s.l",
  "s.l.",
  "[s.n.]",
  "[s.l.]",
  "[s.l.: s.n.]",
  "o.a.",
  "test",
  "nan",
  "xx",
]);

/** True for "N/A", "Unknown", "[s.n.]", a row of dashes and the like; takes text that is already trimmed. */
export function isFiller(text: string): boolean {
  return (
    !/[\p{L}\p{N}]/u.test(text) ||
    fillers.has(text.toLowerCase().replace(/[.\s]+$/, "")) ||
    fillers.has(text.toLowerCase())
  );
}

/** ISBNdb marks guessed values so: "Jane Doe ~autofilled~". The mark goes; what it marks is all there is. */
export function withoutMarks(text: string): string {
  return text.replace(/~\s*auto-?filled\s*~/gi, " ");
}
