import { describe, expect, it } from "vitest";
import { wikidata } from "../../src/enrichment/providers/wikidata.ts";
import { answer, only } from "./played.ts";

describe("Wikidata", () => {
  const time = (text: string, precision: number, rank = "normal") => ({
    rank,
    mainsnak: { snaktype: "value", datavalue: { value: { time: text, precision } } },
  });
  const item = (id: string) => ({
    rank: "normal",
    mainsnak: { snaktype: "value", datavalue: { value: { id } } },
  });
  const person = {
    id: "Q1",
    labels: { en: { value: "Jane Doe" } },
    descriptions: [],
    aliases: { en: [{ value: "J. Doe" }] },
    claims: { P31: [item("Q5")], P21: [item("Q6581072")], P27: [item("Q30")] },
  };
  const read = (entity: unknown) => wikidata.author?.read(answer({ entities: { Q1: entity } }), "Q1");

  it("believes the preferred statement and never the deprecated one", () => {
    const P569 = [
      time("+1950-00-00T00:00:00Z", 9),
      time("+1952-05-03T00:00:00Z", 11, "preferred"),
      time("+1940-01-01T00:00:00Z", 11, "deprecated"),
    ];
    expect(only(read({ ...person, claims: { ...person.claims, P569 } }))).toMatchObject({
      name: "Jane Doe",
      otherNames: ["J. Doe"],
      birthYear: 1952,
      gender: "female",
      nationalityId: "Q30",
    });
  });

  it("does not make a year of a century, and counts years before Christ down", () => {
    expect(
      only(
        read({
          ...person,
          claims: { P569: [time("+1800-00-00T00:00:00Z", 7)], P570: [time("-0347-00-00T00:00:00Z", 9)] },
        }),
      ),
    ).toMatchObject({ birthYear: null, deathYear: -347 });
    expect(
      only(read({ ...person, claims: { P569: [{ rank: "normal", mainsnak: { snaktype: "somevalue" } }] } })),
    ).toMatchObject({ birthYear: null });
  });

  it("has entities that are missing, nameless or no people", () => {
    expect(read({ id: "Q1", missing: "" })).toMatchObject({ outcome: "not-found" });
    expect(read({ ...person, labels: [] })).toMatchObject({ outcome: "not-found" });
    expect(read({ ...person, claims: { P31: [item("Q571")] } })).toMatchObject({ outcome: "not-found" });
    expect(
      wikidata.author?.read(
        answer({ error: { code: "no-such-entity", info: 'Could not find an entity with the ID "Q1".' } }),
        "Q1",
      ),
    ).toMatchObject({ outcome: "not-found" });
  });
});
