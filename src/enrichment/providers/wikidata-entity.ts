/** A Wikidata entity, and the person that it may be: https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON */
import * as z from "zod/mini";
import { cleanText } from "../cleaning/text.ts";
import { list } from "./lenient.ts";
import type { ProviderAuthor } from "./provider.ts";

const value = z.object({ value: z.string() });

/** Texts by language code; an entity without any has an empty list where others have an object. */
const byLanguage = z.pipe(
  z.catch(z.record(z.string(), z.catch(z.nullable(value), null)), {}),
  z.transform(
    (told) =>
      new Map(Object.entries(told).flatMap(([language, one]) => (one ? [[language, one.value]] : []))),
  ),
);

const statement = z.object({
  rank: z.catch(z.enum(["preferred", "normal", "deprecated"]), "normal"),
  mainsnak: z.object({
    // "somevalue" and "novalue" have no datavalue.
    snaktype: z.literal("value"),
    datavalue: z.object({
      value: z.union([
        z.pipe(
          z.string(),
          z.transform((text) => ({ text, id: null, year: null })),
        ),
        z.pipe(
          z.object({ id: z.string() }),
          z.transform(({ id }) => ({ text: null, id, year: null })),
        ),
        z.pipe(
          z.object({ time: z.string(), precision: z.number() }),
          z.transform(({ time, precision }) => ({ text: null, id: null, year: yearOf(time, precision) })),
        ),
      ]),
    }),
  }),
});

export const entity = z.object({
  id: z.string().check(z.regex(/^Q\d+$/)),
  // Present, and empty, when there is no such entity.
  missing: z.optional(z.unknown()),
  labels: byLanguage,
  descriptions: byLanguage,
  aliases: z.catch(z.record(z.string(), list(value)), {}),
  claims: z.catch(z.record(z.string(), list(statement)), {}),
});

const genders: Readonly<Record<string, string>> = {
  Q6581097: "male",
  Q6581072: "female",
  Q1052281: "female",
  Q2449503: "male",
  Q48270: "non-binary",
};

/** The person an entity is; null when it is missing, has no name, or is something else than a human (P31 is not Q5). */
export function personOf(told: z.infer<typeof entity>): ProviderAuthor | null {
  if (told.missing !== undefined) return null;
  const kinds = values(told, "P31").map(({ id }) => id);
  if (kinds.length > 0 && !kinds.includes("Q5")) return null;
  const name = cleanText(
    told.labels.get("en") ?? told.labels.get("mul") ?? [...told.labels.values()][0] ?? null,
  );
  if (name === null) return null;
  const image = best(told, "P18")?.text ?? null;
  return {
    provider: "WIKIDATA",
    reference: told.id,
    name,
    otherNames: (told.aliases.en ?? told.aliases.mul ?? []).flatMap((alias) => cleanText(alias.value) ?? []),
    bio: cleanText(told.descriptions.get("en") ?? null),
    birthYear: best(told, "P569")?.year ?? null,
    deathYear: best(told, "P570")?.year ?? null,
    gender: genders[best(told, "P21")?.id ?? ""] ?? null,
    nationality: null,
    nationalityId: best(told, "P27")?.id ?? null,
    photo:
      image === null
        ? null
        : `https://commons.wikimedia.org/wiki/Special:FilePath/${encodeURIComponent(image)}?width=500`,
    identifiers: {
      openLibrary: /^OL\d+A$/.exec(best(told, "P648")?.text ?? "")?.[0] ?? null,
      wikidata: told.id,
    },
    raw: told,
  };
}

/** What holds: the preferred statements where there are any, else the normal ones, never the deprecated. */
function values(told: z.infer<typeof entity>, property: string) {
  const statements = (told.claims[property] ?? []).filter(({ rank }) => rank !== "deprecated");
  const preferred = statements.filter(({ rank }) => rank === "preferred");
  return (preferred.length > 0 ? preferred : statements).map(({ mainsnak }) => mainsnak.datavalue.value);
}

function best(told: z.infer<typeof entity>, property: string) {
  return values(told, property)[0];
}

/** "+1949-00-00T00:00:00Z" with precision 9 (a year) or finer; decades and centuries are no year. */
function yearOf(time: string, precision: number): number | null {
  const match = /^([+-])(\d{4,})-/.exec(time);
  return match && precision >= 9 ? Number(match[2]) * (match[1] === "-" ? -1 : 1) : null;
}
