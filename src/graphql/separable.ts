/** Parts of an answer that may fail by themselves and take nothing else with them. */
import type { Context } from "../context.ts";
import { logError } from "../platform/log.ts";

/** The list, or an empty one and a note that says what could not be had; the log says why. */
export async function orEmpty<T>(
  { notes }: Pick<Context, "notes">,
  what: string,
  load: () => Promise<T[]>,
): Promise<T[]> {
  try {
    return await load();
  } catch (error) {
    logError("part.unavailable", error, { part: what });
    const note = `${what} could not be had just now.`;
    if (!notes.includes(note)) notes.push(note);
    return [];
  }
}
