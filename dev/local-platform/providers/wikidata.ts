/** Wikidata as played: wbgetentities and wbsearchentities in the API's shapes. */
import { countries, type PlayedAuthor, playedAuthors } from "./books.ts";
import { hasWords, type PlayedService } from "./played.ts";

export const wikidata: PlayedService = (url) => {
  const words = url.searchParams;
  switch (words.get("action")) {
    case "wbgetentities":
      return Response.json({ entities: entities((words.get("ids") ?? "").split("|")), success: 1 });
    case "wbsearchentities": {
      const found = playedAuthors.filter(({ name }) => hasWords(name, words.get("search") ?? ""));
      const search = found.map(({ wikidata: id, name, about }) => ({
        id,
        title: id,
        label: name,
        description: about,
      }));
      return Response.json({ searchinfo: { search: words.get("search") }, search, success: 1 });
    }
    default:
      return Response.json({
        error: { code: "badvalue", info: 'Unrecognized value for parameter "action".' },
      });
  }
};

function entities(ids: string[]) {
  return Object.fromEntries(
    ids.map((id) => {
      const author = playedAuthors.find((one) => one.wikidata === id);
      if (author) return [id, person(author)];
      const label = countries[id];
      return [id, label ? { type: "item", id, labels: text(label) } : { id, missing: "" }];
    }),
  );
}

function person(author: PlayedAuthor) {
  return {
    type: "item",
    id: author.wikidata,
    labels: text(author.name),
    descriptions: text(author.about),
    aliases: {},
    claims: {
      P31: [item("Q5")],
      P21: [item(author.gender)],
      P27: [item(author.country)],
      P569: [time(author.born)],
      ...(author.died ? { P570: [time(author.died)] } : {}),
      P648: [claim("external-id", author.openLibrary)],
    },
  };
}

function text(value: string) {
  return { en: { language: "en", value } };
}

function item(id: string) {
  return claim("wikibase-item", { "entity-type": "item", "numeric-id": Number(id.slice(1)), id });
}

function time(date: string) {
  return claim("time", {
    time: `+${date}T00:00:00Z`,
    precision: 11,
    calendarmodel: "http://www.wikidata.org/entity/Q1985727",
  });
}

function claim(datatype: string, value: unknown) {
  return {
    type: "statement",
    rank: "normal",
    mainsnak: { snaktype: "value", datatype, datavalue: { value } },
  };
}
