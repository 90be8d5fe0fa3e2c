/** Credits as told — one text may hold several people, roles and years — as people. */
import { authorKey, displayName } from "../../authors/name.ts";
import type { ContributorRole } from "../../books/record.ts";
import { isFiller } from "./filler.ts";
import { leadingRole, roleOf } from "./role.ts";
import { cleanText } from "./text.ts";

/** Somebody credited, with the years of birth and death where the credit tells them ("Tolkien, J. R. R., 1892-1973"). */
export type Credit = {
  name: string;
  role: ContributorRole;
  birthYear: number | null;
  deathYear: number | null;
};

/** Bodies whose names have an "and" in them. */
const body =
  /\b(department|university|institute|society|association|ministry|office|committee|council|cent(er|re)|museum|press|company|co\.|inc|ltd|group|foundation|organi[sz]ation|agency|board|bureau|school|college|academy|commission|books)\b/i;

/**
 * The people in one credit, in its order, each once per role: "Last, First" turned around, role words
 * ("Jane Doe (Translator)", "Translated by Jane Doe", "Doe, Jane, Hrsg.") taken off and understood, several people
 * told apart, years kept aside, filler ("Unknown", "et al.") dropped.
 * @param told the role by the field it was told in, which holds where the credit itself says nothing.
 */
export function creditsIn(credit: string | null, told: ContributorRole = "AUTHOR"): Credit[] {
  const text = cleanText(credit);
  if (text === null) return [];
  const credits: Credit[] = [];
  let role = told;
  for (const piece of people(text)) {
    const { role: named, rest } = leadingRole(piece);
    // "Translated by A and B": the role reaches to the next one that is named.
    role = named ?? role;
    const one = person(rest, role);
    if (one) credits.push(one);
  }
  return onePerRole(credits);
}

/** Each person once per role, in the order of their first credit. */
export function onePerRole<Told extends { name: string; role: ContributorRole }>(credits: Told[]): Told[] {
  const seen = new Map<string, Told>();
  for (const credit of credits) {
    const key = `${authorKey(credit.name)} ${credit.role}`;
    if (!seen.has(key)) seen.set(key, credit);
  }
  return [...seen.values()];
}

function people(text: string): string[] {
  const parts = text.split(
    /\s*;\s*|\s+\/\s+|\s*\|\s*|,?\s+(?=(?:translated|illustrated|edited|narrated) (?:\S+ )*?by\s)/i,
  );
  return parts.flatMap((part) => {
    const pieces = part.split(/,?\s+(?:and|und|et|y|with|&)\s+/i);
    const several =
      pieces.length > 1 && !body.test(part) && pieces.every((piece) => /\S[\s,.]+\S/.test(piece.trim()));
    return several ? pieces : [part];
  });
}

function person(text: string, told: ContributorRole): Credit | null {
  const { name: withRole, years } = withoutYears(text);
  const { name, role } = trailingRole(withRole);
  const plain = name
    .replace(/[,\s]*\b(et al|u\.\s?a)\b\.?$/i, "")
    // "F.Scott Fitzgerald": initials stand apart from names.
    .replace(/(?<=\p{Lu}\.)(?=\p{Lu}\p{Ll})/gu, " ")
    // A full stop after a word ends the statement; after an initial it is part of the name.
    .replace(/(?<=\p{Ll}{2}|\p{Lo})\.$/u, "")
    .replace(/[\s,;:]+$/, "");
  // "Museum (Beijing, China). Library": that comma parts no surname from a first name.
  const shown = /\([^)]*,[^)]*\)/.test(plain) ? plain.trim() : displayName(plain).trim();
  if (shown === "" || isFiller(shown) || roleOf(shown) !== null) return null;
  return { name: shown, role: role ?? told, ...years };
}

/** "(Translator)", "[ed.]", ", Hrsg." and " - Illustrator" after a name; other brackets are dropped without a role. */
function trailingRole(text: string): { name: string; role: ContributorRole | null } {
  // "Leonardo (da Vinci)", "Augustine (of Hippo)": a bracket that is part of the name.
  const epithet = /^(.*?)\s*\(((?:da|de|of|the|von|van|le|la|der|du)\s[^()]+)\)$/.exec(text);
  if (epithet) return { name: `${epithet[1]} ${epithet[2]}`, role: null };
  const bracketed = /^(.*?)\s*[([]([^()[\]]+)[)\]]\s*\.?\s*$/.exec(text);
  if (bracketed) return { name: bracketed[1] ?? "", role: roleOf(bracketed[2] ?? "") };
  const parted = /^(.*?)(?:,\s*|\s+[-–]\s+|\s*:\s*)([^,:]+?)\s*$/.exec(text);
  const role = parted ? roleOf(parted[2] ?? "") : null;
  return parted && role ? { name: parted[1] ?? "", role } : { name: text, role: null };
}

/** ", 1892-1973", ", 1952-", "(1903–1950)", ", b. 1948": years that catalogues tell namesakes apart by. */
function withoutYears(text: string) {
  const years =
    /[,\s]*[([]?\b(b\.|d\.|born)?\s*(?:ca\.?\s*)?(\d{4})\s*(?:([-–])\s*(?:ca\.?\s*)?(\d{4})?)?[)\]]?\.?(?=\s*(?:,|[([]|$)|\s+\p{L}+\.?$)/iu.exec(
      text,
    );
  if (!years || (!years[1] && !years[3] && !/[,(]/.test(years[0]))) {
    return { name: text, years: { birthYear: null, deathYear: null } };
  }
  const first = Number(years[2]);
  const died = years[1]?.toLowerCase() === "d.";
  return {
    name: text.slice(0, years.index) + text.slice(years.index + years[0].length),
    years: { birthYear: died ? null : first, deathYear: died ? first : years[4] ? Number(years[4]) : null },
  };
}
