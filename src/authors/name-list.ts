/** Several names in one text, as spreadsheets write them. */
import { fold } from "../fold.ts";
import { authorKey, displayName, isNameSuffix } from "./name.ts";

const nobody = new Set(["others", "various", "n/a", "-", "unknown"]);
const andOthers = /[\s,;]*(?<=^|[\s,;])(?:et al|u\.\s?a|and others)\.?\s*$/i;
const particle =
  /^(al|ap|ben|bin|da|das|de|del|della|den|der|des|di|dos|du|el|la|le|lo|mac|o'|san|st\.?|ten|ter|van|von|zu|zur)\s/i;
const betweenNames = /\s*[;|\n]\s*|\s+(?:&|\/|and|und|et|with|mit)\s+/i;

/**
 * The names in a text whose separator is known, in display order, without repetitions: `splitNames("Ann Goldstein,
 * Kurt Vonnegut, Jr.", /,/)` → ["Ann Goldstein", "Kurt Vonnegut Jr."].
 */
export function splitNames(text: string, separator: RegExp): string[] {
  const names: string[] = [];
  for (const part of text.split(separator)) {
    if (isNameSuffix(part) && names.length > 0) names.push(`${names.pop() ?? ""} ${part.trim()}`);
    else names.push(displayName(part));
  }
  return distinctNames(names);
}

/**
 * The names in a text written by hand, where a comma may stand between two people or between surname and first name:
 * "Tolkien, J.R.R." is one name, "Terry Pratchett, Neil Gaiman" are two, "Lewis, C.S.; Tolkien, J.R.R." are two.
 */
export function guessNames(text: string): string[] {
  return distinctNames(
    text.replace(andOthers, "").split(betweenNames).flatMap(splitAtCommas).map(displayName),
  );
}

/** The same names without repetitions and without those that mean nobody; the first spelling wins. */
export function distinctNames(names: string[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) {
    if (name === "" || nobody.has(fold(name))) continue;
    const key = authorKey(name);
    if (!byKey.has(key)) byKey.set(key, name);
  }
  return [...byKey.values()];
}

function splitAtCommas(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  const [first = "", second = ""] = parts;
  if (parts.length === 1) return parts;
  const surnameFirst = !first.includes(" ") || particle.test(first) || !/\s|\p{L}{3}/u.test(second);
  if (!surnameFirst && parts.length === 2 && !second.includes(" ")) return [text];
  if (!surnameFirst) return parts.some(isNameSuffix) ? [text] : parts;
  if (parts.length % 2 === 1) return [text];
  return parts.flatMap((part, index) => (index % 2 === 0 ? [`${part}, ${parts[index + 1] ?? ""}`] : []));
}
