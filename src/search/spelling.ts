/** What a misspelt word may have meant: words of titles, names and series that share letters and differ in one or two. */
import { distance } from "fastest-levenshtein";
import { fold } from "../fold.ts";
import type { RequestDatabase } from "../platform/d1.ts";

/** Letters, of whatever plane of Unicode; shorter words have too many neighbours. */
const shortestCorrected = 4;

/** Whether a word is long enough to be corrected. */
export function isCorrectable(word: string): boolean {
  return [...word].length >= shortestCorrected;
}
/** Neighbours by shared letters that are measured. */
const candidates = 50;

/**
 * Misspelt word → the nearest known ones, at most three; words without any are left out. One trip for all. What is
 * unfinished is measured against as many letters of the known word.
 */
export async function correct(
  db: RequestDatabase,
  words: readonly string[],
  { isUnfinished = false } = {},
): Promise<Map<string, string[]>> {
  const long = words.filter(isCorrectable);
  const found = await Promise.all(
    long.map(async (word) => {
      const rows = await db.all<{ word: string }>(
        "SELECT word FROM spelling_letters WHERE spelling_letters MATCH ? ORDER BY rank LIMIT ?",
        letters(word),
        candidates,
      );
      const known = rows.map((row) => (isUnfinished ? row.word.slice(0, word.length) : row.word));
      return [word, nearest(word, [...new Set(known)])] as const;
    }),
  );
  return new Map(found.filter(([, spellings]) => spellings.length > 0));
}

/** The words of texts that are worth correcting to, folded, each once. */
export function spellingsIn(texts: readonly (string | null)[]): string[] {
  const words = texts.flatMap((text) => fold(text ?? "").match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...new Set(words.filter(isCorrectable))];
}

function nearest(word: string, known: readonly string[]): string[] {
  const allowed = word.length < 8 ? 1 : 2;
  const measured = known.map((candidate) => ({ candidate, errors: distance(word, candidate) }));
  const close = measured
    .filter(({ errors }) => errors <= allowed)
    .sort((one, other) => one.errors - other.errors);
  return close
    .filter(({ errors }) => errors === close[0]?.errors)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Every run of three letters, as an FTS5 expression: a misspelt word still has most of them. */
function letters(word: string): string {
  const characters = [...word];
  const runs = characters.slice(2).map((_, index) => `"${characters.slice(index, index + 3).join("")}"`);
  return [...new Set(runs)].join(" OR ");
}
