import { beforeAll, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { execute } from "../support/api.ts";
import { library, shelve, theHobbit } from "../support/library.ts";
import { FindWorksDocument, WorkDocument } from "../support/operations.gen.ts";

const withoutIsbn = editionRecord({
  title: "Letters to Nobody",
  contributors: [{ name: "Ann O’Nym", role: "AUTHOR" }],
});

beforeAll(() => shelve([...library, withoutIsbn]));

async function find(query: string) {
  const { data, errors } = await execute(FindWorksDocument, { query });
  expect(errors).toEqual([]);
  return data.works.edges.map(({ node }) => node);
}

it("finds a work without any edition by its title or author", async () => {
  const expected = [{ title: "Letters to Nobody", authors: [{ name: "Ann O’Nym" }] }];
  expect(await find("letters nobody")).toMatchObject(expected);
  expect(await find("o'nym")).toMatchObject(expected);
});

it("narrows editions by language and format", async () => {
  const [hobbit] = await find("hobbit");
  const id = hobbit?.id ?? "";
  const german = await execute(WorkDocument, { id, language: "de" });
  expect(german.data.work?.editions.edges.map(({ node }) => node.title)).toEqual(["Der kleine Hobbit"]);
  const audio = await execute(WorkDocument, { id, format: "AUDIOBOOK" });
  expect(audio.data.work?.editions.edges).toEqual([]);
});

it("saving the same records again changes nothing", async () => {
  const [before] = await find("hobbit");
  await shelve([theHobbit], new Date("2027-01-01T00:00:00Z"));
  expect(await find("hobbit")).toEqual([before]);
});
