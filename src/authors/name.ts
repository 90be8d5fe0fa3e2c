/** Names of people and bodies: shown first name first, compared by a key that spelling habits do not change. */
import { fold, words } from "../fold.ts";

const generation = /^(jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq)\.?$/i;
const lifeDates = /^(c\.?\s*)?\d{3,4}\??\s*[-–]\s*(\d{3,4}\??)?$|^(b|d|born|geb)\.?\s*\d{4}$/i;
const bracketAtEnd = /\s*[([](\d{3,4}[^)\]]*|authors?|autore?s?|auteure?|autorin)[)\]]$/i;

/** Words of which no person's name is made: a comma beside them does not swap surname and first name. */
const corporate = new Set(
  (
    "inc ltd llc gmbh corp corporation company press verlag publishing publishers publications books editors staff " +
    "university universitat universite universidad college school institute institut department ministry office " +
    "association society museum library foundation committee council magazine group team studio studios and und et"
  ).split(" "),
);

/**
 * A name in display order: "Tolkien, J. R. R." → "J. R. R. Tolkien", "King, Martin Luther, Jr." → "Martin Luther King
 * Jr.", "Goethe, Johann Wolfgang von, 1749-1832" → "Johann Wolfgang von Goethe". Spaces are collapsed. Names of bodies
 * ("University of California, Berkeley"), names without a comma and what has too many of them stay as they are.
 */
export function displayName(raw: string): string {
  const name = tidy(raw);
  const parts = name.split(/\s*,\s*/).filter((part) => part !== "" && !lifeDates.test(part));
  const [family, given, ...others] = parts.filter((part) => !generation.test(part));
  if (family === undefined) return name;
  if (given !== undefined && (others.length > 0 || isCorporate(name))) return name;
  const suffixes = parts.filter((part) => generation.test(part));
  return [given, family, ...suffixes].filter((part) => part !== undefined).join(" ");
}

/** Whether a text is what follows a name after a comma ("Jr.", "Ph.D.") rather than a name. */
export function isNameSuffix(text: string): boolean {
  return generation.test(text.trim());
}

/**
 * What two spellings of one name have in common, for matching only. "Tolkien, J.R.R.", "J. R. R. Tolkien" and "JRR
 * Tolkien" give "jrr tolkien". Works in every script; empty only for an empty name.
 */
export function authorKey(name: string): string {
  const shown = displayName(name);
  const initialsJoined: string[] = [];
  let lastWasInitial = false;
  for (const word of words(shown.replaceAll(".", " "))) {
    const isInitial = [...word].length === 1;
    if (isInitial && lastWasInitial) initialsJoined.push(`${initialsJoined.pop() ?? ""}${word}`);
    else initialsJoined.push(word);
    lastWasInitial = isInitial;
  }
  return initialsJoined.join(" ") || fold(shown);
}

function tidy(raw: string): string {
  return raw
    .normalize("NFC")
    .replace(/[\s\u200b\ufeff]+/g, " ")
    .replace(bracketAtEnd, "")
    .replace(/^[\s,;]+|[\s,;]+$/g, "");
}

function isCorporate(name: string): boolean {
  return name.includes("&") || words(name).some((word) => corporate.has(word));
}
