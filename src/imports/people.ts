/** Who made a book, from the columns of a row. */
import { authorKey, displayName } from "../authors/name.ts";
import { distinctNames, guessNames, splitNames } from "../authors/name-list.ts";
import type { ContributorRecord, ContributorRole } from "../books/record.ts";
import { fold } from "../fold.ts";
import type { ImportField } from "./formats.ts";

/** `role: null` is a name of which the file does not say what it did. */
type Credit = { name: string; role: ContributorRole | null };

/** The people of a row: `authors` are display names, `contributors` everybody with a role, both first author first. */
export type People = { authors: string[]; contributors: ContributorRecord[] };

const roles: readonly [RegExp, ContributorRole][] = [
  [/translat|ubersetz|traduct|tradut|vertaler|overs|ubers/, "TRANSLATOR"],
  [/illustrat|artist|drawings|penciller|zeichn|ilustra|photograph/, "ILLUSTRATOR"],
  [/narrat|reader|sprecher|read by|voice|lecteur|gelesen/, "NARRATOR"],
  [/edit|herausgeb|hrsg|compil/, "EDITOR"],
  [/author|autor|auteur|autore|writer|verfasser/, "AUTHOR"],
];

/**
 * Reads the people of a row. Goodreads mixes authors, translators and illustrators in "Additional Authors" without
 * saying who is who: they follow the author in `authors`, and are OTHER in `contributors`.
 * @param cell the first non-empty cell of a field, "" where there is none
 */
export function readPeople(cell: (field: ImportField) => string): People {
  const byField: Credit[] = [
    ...credits([displayName(cell("author"))], roleOf(cell("authorRole")) ?? "AUTHOR"),
    ...credits(splitNames(cell("authors"), /\s*[,;&|]\s*/), "AUTHOR"),
    ...credits(guessNames(cell("authorsByHand")), "AUTHOR"),
    ...credits([displayName(`${cell("authorGivenName")} ${cell("authorFamilyName")}`)], "AUTHOR"),
    ...secondary(cell("secondaryAuthors"), cell("secondaryRoles")),
    ...credited(cell("contributors")),
    ...credits(splitNames(cell("additionalAuthors"), /\s*[,;|]\s*/), null),
  ];
  // The same name twice: the first mention counts, as in "Author" and again in "Additional Authors".
  const keys = byField.map(({ name }) => authorKey(name));
  const distinct = byField.filter(
    ({ name }, index) => name !== "" && keys.indexOf(keys[index] ?? "") === index,
  );
  const authors = distinct.filter(({ role }) => role === null || role === "AUTHOR");
  return {
    authors: (authors.length > 0 ? authors : distinct).map(({ name }) => name),
    contributors: distinct.map(({ name, role }) => ({ name, role: role ?? "OTHER" })),
  };
}

function credits(names: string[], role: ContributorRole | null): Credit[] {
  return distinctNames(names).map((name) => ({ name, role }));
}

function secondary(names: string, roleTexts: string): Credit[] {
  const rolesInOrder = roleTexts.split("|");
  return names.split("|").map((name, index) => {
    const told = rolesInOrder[index]?.trim() ?? "";
    return { name: displayName(name), role: told === "" ? null : (roleOf(told) ?? "OTHER") };
  });
}

function credited(text: string): Credit[] {
  return [...text.matchAll(/([^,;()]+)(?:\(([^)]*)\))?/g)].map(([, name = "", role = ""]) => ({
    name: displayName(name),
    role: roleOf(role) ?? "OTHER",
  }));
}

function roleOf(text: string): ContributorRole | null {
  const folded = fold(text);
  return roles.find(([words]) => words.test(folded))?.[1] ?? null;
}
