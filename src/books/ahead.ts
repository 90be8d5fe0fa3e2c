/** What an edition's ISBN is enough to load. */
import { contributorsOf } from "../authors/loader.ts";
import type { Ahead } from "../graphql/ahead.ts";
import { coversOf, sourcesOf } from "./loader.ts";

/** By ISBN, for {@link loadAhead}. */
export const bookAhead: Ahead = {
  contributors: (isbn, _args, context) => contributorsOf(context).load(isbn),
  sources: (isbn, _args, context) => sourcesOf(context).load(isbn),
  cover: (isbn, _args, context) => coversOf(context).load(isbn),
};
