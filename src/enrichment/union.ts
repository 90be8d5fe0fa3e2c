/** Lists to which every source adds what the better ones have not said: subjects and contributors. */
import { authorKey } from "../authors/name.ts";
import type { ContributorRecord } from "../books/record.ts";
import { mostSubjects } from "./cleaning/subjects.ts";

/** The subjects of all lists, each once whatever its case, at most {@link mostSubjects}; the first lists' come first. */
export function unionOfSubjects(lists: string[][]): string[] {
  const subjects = new Map<string, string>();
  for (const subject of lists.flat()) {
    const key = subject.toLowerCase();
    if (!subjects.has(key) && subjects.size < mostSubjects) subjects.set(key, subject);
  }
  return [...subjects.values()];
}

/**
 * The contributors of all lists, each once per role. The first list decides order and spelling; a later one adds only
 * who is not there yet, and "F. Scott Fitzgerald" is there when "Francis Scott Fitzgerald" is. Sources that know no
 * roles call everybody an author: whom another source calls only a translator is no author then, if any is left.
 */
export function unionOfContributors(lists: ContributorRecord[][]): ContributorRecord[] {
  const all: ContributorRecord[] = [];
  for (const list of lists) {
    const before = [...all];
    for (const one of list) {
      const known = all.some(
        (other) => other.role === one.role && authorKey(other.name) === authorKey(one.name),
      );
      // Within one list, two names are two people.
      const meant = before.some((other) => other.role === one.role && mayBeSame(other.name, one.name));
      if (!known && !meant) all.push({ name: one.name, role: one.role });
    }
  }
  const authors = all.filter((one) => one.role !== "AUTHOR" || !isMerelyListed(one.name, lists));
  return authors.some(({ role }) => role === "AUTHOR") ? authors : all;
}

/** True when some list gives this person another role and none gives both. */
function isMerelyListed(name: string, lists: ContributorRecord[][]): boolean {
  const key = authorKey(name);
  const roles = lists.map((list) =>
    list.filter((one) => authorKey(one.name) === key).map(({ role }) => role),
  );
  const both = roles.some((some) => some.includes("AUTHOR") && some.some((role) => role !== "AUTHOR"));
  return !both && roles.some((some) => some.some((role) => role !== "AUTHOR"));
}

/** The same surname, and first names of which each is, begins or is missing beside its counterpart. */
function mayBeSame(one: string, other: string): boolean {
  const [left, right] = [nameParts(one), nameParts(other)];
  if (left.surname !== right.surname || left.given.length === 0 || right.given.length === 0) {
    return authorKey(one) === authorKey(other);
  }
  return left.given.every((given, index) => {
    const counterpart = right.given[index];
    return counterpart === undefined || given === counterpart || isInitialOf(given, counterpart);
  });
}

function isInitialOf(one: string, other: string): boolean {
  return (one.length === 1 || other.length === 1) && one.charAt(0) === other.charAt(0);
}

function nameParts(name: string): { surname: string; given: string[] } {
  // The key joins initials ("jrr tolkien"): here each stands for a name.
  const parts = authorKey(name).split(" ");
  const initials = /^(?:\p{Lu}\.?[\s-]*){2,}(?=\p{Lu})/u.test(name);
  const given = parts.slice(0, -1).flatMap((part, index) => (initials && index === 0 ? [...part] : [part]));
  return { surname: parts.at(-1) ?? "", given };
}
