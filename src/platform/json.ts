/** JSON that D1 keeps in a text column, read back through a schema. */
import * as z from "zod/mini";

const strings = z.array(z.string());

/** A JSON list of texts. */
export function jsonStrings(text: string): string[] {
  return strings.parse(JSON.parse(text));
}
