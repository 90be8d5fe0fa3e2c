import { describe, expect, it } from "vitest";
import { creditsIn } from "../../src/enrichment/cleaning/contributors.ts";

describe("credits", () => {
  const credits = (text: string) => creditsIn(text).map(({ name, role }) => `${name}: ${role}`);

  it.for([
    ["Doe, Jane", ["Jane Doe: AUTHOR"]],
    ["J. Doe (Translator)", ["J. Doe: TRANSLATOR"]],
    ["Doe, Jane, Hrsg.", ["Jane Doe: EDITOR"]],
    ["Doe, Jane (ed.)", ["Jane Doe: EDITOR"]],
    ["Jane Doe [ill.]", ["Jane Doe: ILLUSTRATOR"]],
    ["Translated by Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["translated from the French by Jane Doe and John Roe", ["Jane Doe: TRANSLATOR", "John Roe: TRANSLATOR"]],
    ["aus dem Englischen von Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["traduit de l'anglais par Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["trad. de Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["illustrated by Jane Doe", ["Jane Doe: ILLUSTRATOR"]],
    ["read by Jane Doe", ["Jane Doe: NARRATOR"]],
    ["with a foreword by Jane Doe", ["Jane Doe: OTHER"]],
    ["by Jane Doe ; illustrated by John Roe.", ["Jane Doe: AUTHOR", "John Roe: ILLUSTRATOR"]],
    ["Jane Doe with John Roe", ["Jane Doe: AUTHOR", "John Roe: AUTHOR"]],
    ["Department of Health and Human Services", ["Department of Health and Human Services: AUTHOR"]],
    ["Jane Doe ~autofilled~", ["Jane Doe: AUTHOR"]],
    ["Unknown", []],
    ["Translator", []],
    ["Doe, Jane; Doe, Jane", ["Jane Doe: AUTHOR"]],
    ["F.Scott Fitzgerald", ["F. Scott Fitzgerald: AUTHOR"]],
    ["Plato", ["Plato: AUTHOR"]],
    ["Augustine (of Hippo)", ["Augustine of Hippo: AUTHOR"]],
    ["Example Museum (Bern, Switzerland). Library", ["Example Museum (Bern, Switzerland). Library: AUTHOR"]],
  ] as [string, string[]][])("in %s are told apart", ([text, expected]) => {
    expect(credits(text)).toEqual(expected);
  });

  it("keep the years that tell namesakes apart", () => {
    expect(creditsIn("Tolkien, J. R. R. (John Ronald Reuel), 1892-1973")).toEqual([
      { name: "J. R. R. Tolkien", role: "AUTHOR", birthYear: 1892, deathYear: 1973 },
    ]);
    expect(creditsIn("Doe, Jane, 1952- translator")[0]).toMatchObject({ birthYear: 1952, deathYear: null });
    expect(creditsIn("Doe, Jane, b. 1948")).toEqual([
      { name: "Jane Doe", role: "AUTHOR", birthYear: 1948, deathYear: null },
    ]);
  });
});
