/** Lists in variables: words with commas or white space between them. */
import * as z from "zod/mini";

/** What a variable that is not set, and has to be, is refused with. */
export const missing = "must be set";

/** The words of a variable. */
export const listed = z.pipe(
  z.string(missing),
  z.transform((text) => text.split(/[\s,]+/).filter((word) => word !== "")),
);
