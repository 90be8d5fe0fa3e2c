/** Open Library's authors: /authors/{key} and the hits of /search/authors. */
import * as z from "zod/mini";
import { displayName } from "../../authors/name.ts";
import { parsePartialDate } from "../../partial-date.ts";
import { cleanDescription } from "../cleaning/description.ts";
import { cleanText } from "../cleaning/text.ts";
import { failed, open } from "./answer.ts";
import { key, list, number, text, texts } from "./lenient.ts";
import { foundOr, type HttpAnswer, type ProviderAuthor, type ProviderResult } from "./provider.ts";

/** Both shapes: a hit has no biography and no other services' ids. */
export const author = z.object({
  key,
  type: z.catch(
    z.union([
      z.string(),
      z.pipe(
        z.object({ key: z.string() }),
        z.transform((told) => told.key),
      ),
    ]),
    "/type/author",
  ),
  name: text,
  personal_name: text,
  alternate_names: texts,
  bio: text,
  birth_date: text,
  death_date: text,
  photos: list(number),
  remote_ids: z.catch(z.nullable(z.object({ wikidata: text })), null),
});

type Told = z.infer<typeof author>;

/** Reads an answer in one of the two shapes; what is deleted, moved or without a name is left out. */
export function foundAuthors(
  answer: HttpAnswer,
  shape: z.ZodMiniType<Told[]>,
): ProviderResult<ProviderAuthor> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no such author" };
  if (opened.outcome !== "data") return opened;
  const parsed = shape.safeParse(opened.data);
  if (!parsed.success) return failed("malformed", "the answer has no authors");
  return foundOr(
    parsed.data.flatMap((told) => authorOf(told) ?? []),
    "no author with a name",
  );
}

function authorOf(told: Told): ProviderAuthor | null {
  const name = cleanText(told.name ?? told.personal_name);
  if (name === null || told.key === null || !/author$/.test(told.type)) return null;
  const photo = told.photos.find((id) => id !== null && id > 0);
  const wikidata = /^Q\d+$/.exec(told.remote_ids?.wikidata ?? "")?.[0] ?? null;
  return {
    provider: "OPEN_LIBRARY",
    reference: told.key,
    name: displayName(name),
    otherNames: told.alternate_names.flatMap((other) => cleanText(other) ?? []).map(displayName),
    bio: cleanDescription(told.bio),
    birthYear: yearOf(told.birth_date),
    deathYear: yearOf(told.death_date),
    gender: null,
    nationality: null,
    nationalityId: null,
    photo: photo === undefined ? null : `https://covers.openlibrary.org/a/id/${photo}-L.jpg`,
    identifiers: { openLibrary: told.key, wikidata },
    raw: told,
  };
}

function yearOf(date: string | null): number | null {
  const parsed = date === null ? null : parsePartialDate(date);
  return parsed === null ? null : Number(parsed.slice(0, 4));
}
