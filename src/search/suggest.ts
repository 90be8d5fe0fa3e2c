/** Typeahead: texts that begin with what was typed, or nearly so. */
import type { RequestDatabase } from "../platform/d1.ts";
import { correct, shortestCorrected } from "./spelling.ts";
import { type SuggestionEntry, suggestionKey } from "./suggestion.ts";

/** Beginnings looked at before ranking: enough for the shortest to be among them, few enough for one letter. */
const mostLookedAt = 400;

type Suggested = Pick<SuggestionEntry, "kind" | "text" | "reference">;

/** At most `first` texts, those that what was typed is most of first. One trip, two when a word had to be corrected. */
export async function suggest(db: RequestDatabase, prefix: string, first: number): Promise<Suggested[]> {
  const typed = suggestionKey(prefix);
  if (typed === "") return [];
  const typedWords = typed.split(" ");
  const long = typedWords.filter((word) => word.length >= shortestCorrected);
  const [exact, corrections] = await Promise.all([
    beginning(db, typed),
    correct(db, long, { isUnfinished: true }),
  ]);
  if (exact.length > 0 || corrections.size === 0) return distinct(exact).slice(0, first);
  const variants = typedWords.reduce<string[]>(
    (starts, word) =>
      starts.flatMap((start) =>
        (corrections.get(word) ?? [word]).map((spelling) => `${start} ${spelling}`.trim()),
      ),
    [""],
  );
  const corrected = await Promise.all(variants.slice(0, 8).map((variant) => beginning(db, variant)));
  return distinct(corrected.flat()).slice(0, first);
}

function beginning(db: RequestDatabase, typed: string): Promise<Suggested[]> {
  return db.all(
    `SELECT kind, text, reference FROM
       (SELECT kind, text, reference, "key" FROM suggestions
         WHERE "key" >= ?1 AND "key" < ?1 || char(1114111) ORDER BY "key" LIMIT ?2)
      ORDER BY length("key"), "key", kind`,
    typed,
    mostLookedAt,
  );
}

function distinct(suggested: readonly Suggested[]): Suggested[] {
  const seen = new Set<string>();
  return suggested.filter(({ kind, text }) => {
    const key = `${kind} ${text}`;
    return !seen.has(key) && seen.add(key);
  });
}
