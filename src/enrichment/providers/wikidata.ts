/** Wikidata's people: https://www.wikidata.org/w/api.php?action=help&modules=wbgetentities */
import * as z from "zod/mini";
import { cleanText } from "../cleaning/text.ts";
import { failed, open } from "./answer.ts";
import { list, text } from "./lenient.ts";
import {
  foundOr,
  getJson,
  type HttpAnswer,
  type Operation,
  type ProviderAdapter,
  type ProviderAuthor,
  type ProviderConfig,
  type ProviderResult,
  urlOf,
} from "./provider.ts";
import { entity, personOf } from "./wikidata-entity.ts";

/** The API's own limit for ids. */
const mostIds = 50;

const hits = z.object({ search: z.array(z.unknown()) });
const hit = z.object({ id: z.string().check(z.regex(/^Q\d+$/)), label: text, description: text });

/** People by id or name, without a key. A hit by name has an id and a label; `authors` then says the rest. */
export const wikidata: ProviderAdapter & {
  /** Several people at once, by id. */
  authors: Operation<string[], ProviderAuthor> & { atMost: number };
  /** What things are called in English, for countries: "Q30" is "United States". */
  labels: Operation<string[], { id: string; label: string }> & { atMost: number };
} = {
  name: "WIKIDATA",
  defaultBaseUrl: "https://www.wikidata.org/w/api.php",
  needsKey: false,
  book: null,
  books: null,
  search: null,
  work: null,
  author: {
    request: (id, config) => entitiesRequest([id], "labels|descriptions|aliases|claims", config),
    read: readPeople,
  },
  authorsNamed: {
    request: ({ name, limit }, config) =>
      ask(
        { action: "wbsearchentities", search: name, type: "item", language: "en", uselang: "en", limit },
        config,
      ),
    read: readHits,
  },
  authors: {
    atMost: mostIds,
    request: (ids, config) => entitiesRequest(ids, "labels|descriptions|aliases|claims", config),
    read: readPeople,
  },
  labels: {
    atMost: mostIds,
    request: (ids, config) => entitiesRequest(ids, "labels", config),
    read: readLabels,
  },
};

function entitiesRequest(ids: string[], props: string, config: ProviderConfig) {
  return ask(
    { action: "wbgetentities", ids: ids.join("|"), props, languages: "en|mul", languagefallback: 1 },
    config,
  );
}

function ask(parameters: Record<string, string | number>, config: ProviderConfig) {
  // maxlag: to be told to come back later is better than to slow the service down.
  return getJson(urlOf(config.baseUrl, "", { ...parameters, format: "json", maxlag: 5 }), config);
}

type Entities = { outcome: "data"; entities: z.infer<typeof entity>[] };

function readEntities(answer: HttpAnswer): Entities | Exclude<ProviderResult<never>, { outcome: "found" }> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no such entity" };
  if (opened.outcome === "failed") {
    const unknown =
      opened.kind === "rejected" && /no-such-entity|could not find an entity/i.test(opened.message);
    return unknown ? { outcome: "not-found", message: opened.message } : opened;
  }
  const told = z.object({ entities: z.record(z.string(), z.unknown()) }).safeParse(opened.data);
  if (!told.success) return failed("malformed", "the answer has no entities");
  return { outcome: "data", entities: list(entity).parse(Object.values(told.data.entities)) };
}

function readPeople(answer: HttpAnswer): ProviderResult<ProviderAuthor> {
  const read = readEntities(answer);
  if (read.outcome !== "data") return read;
  return foundOr(
    read.entities.flatMap((one) => personOf(one) ?? []),
    "no entity is a person with a name",
  );
}

function readLabels(answer: HttpAnswer): ProviderResult<{ id: string; label: string }> {
  const read = readEntities(answer);
  if (read.outcome !== "data") return read;
  const named = read.entities.flatMap(({ id, labels }) => {
    const label = labels.get("en") ?? labels.get("mul");
    return label === undefined ? [] : [{ id, label }];
  });
  return foundOr(named, "no entity has an English label");
}

function readHits(answer: HttpAnswer): ProviderResult<ProviderAuthor> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no entity fits" };
  if (opened.outcome !== "data") return opened;
  const told = hits.safeParse(opened.data);
  if (!told.success) return failed("malformed", "the answer has no hits");
  const people = list(hit)
    .parse(told.data.search)
    .flatMap((one): ProviderAuthor[] => {
      const name = cleanText(one.label);
      if (name === null) return [];
      return [
        {
          provider: "WIKIDATA",
          reference: one.id,
          name,
          otherNames: [],
          bio: cleanText(one.description),
          birthYear: null,
          deathYear: null,
          gender: null,
          nationality: null,
          nationalityId: null,
          photo: null,
          identifiers: { openLibrary: null, wikidata: one.id },
          raw: one,
        },
      ];
    });
  return foundOr(people, "no entity fits");
}
