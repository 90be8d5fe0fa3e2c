/** The user's text as FTS5 sees it: words only, each quoted, so that nothing a person types is syntax. */
import { badUserInput } from "../errors.ts";

/** The longest query served, in characters: a long forum post about a half-remembered plot fits. */
export const longestQuery = 5_000;

/**
 * The words of a text, in order: runs of letters, digits and marks, as FTS5's unicode61 cuts them.
 * @throws BAD_USER_INPUT naming `argument` when the text is too long or has no word.
 */
export function wordsOf(argument: string, text: string): string[] {
  if (text.length > longestQuery) {
    throw badUserInput(argument, `must be at most ${longestQuery} characters long`);
  }
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu);
  if (!words) throw badUserInput(argument, "must have at least one letter or digit");
  return words;
}

/** An FTS5 expression for documents that hold every word, the last one perhaps unfinished. */
export function allWords(words: readonly string[]): string {
  return `${words.map((word) => `"${word}"`).join(" ")}*`;
}
