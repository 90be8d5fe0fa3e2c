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

it("pages through found works, which a work added in between does not disturb", async () => {
  const titles = ["Harbour", "Harbour Light", "Harbour Lights", "The Harbour of the North"];
  const works = titles.map((title) =>
    editionRecord({ title, contributors: [{ name: title, role: "AUTHOR" }] }),
  );
  await shelve(works);
  const first = await execute(FindWorksDocument, { query: "harbour", first: 2 });
  await shelve([editionRecord({ title: "A Harbour" })]);
  const rest = await execute(FindWorksDocument, {
    query: "harbour",
    first: 100,
    after: first.data.works.pageInfo.endCursor ?? null,
  });
  const seen = [...first.data.works.edges, ...rest.data.works.edges].map(({ node }) => node.title);
  expect(seen.filter((title) => titles.includes(title))).toEqual(titles);
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
