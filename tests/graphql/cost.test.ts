import { expect, it } from "vitest";
import { send } from "../support/api.ts";

const nest = (levels: number, inner: string): string =>
  levels === 0 ? inner : `work { editions(first: 100) { edges { node { ${nest(levels - 1, inner)} } } } }`;

it("refuses a query that grows a hundredfold with each level, before it reads anything", async () => {
  const { errors, trips } = await send(`{ book(isbn: "9780261102217") { ${nest(3, "title")} } }`);
  expect(errors).toMatchObject([
    { extensions: { code: "QUERY_TOO_COMPLEX", limit: { complexity: 25_000 } } },
  ]);
  expect(trips).toBe(0);
});

it("refuses a query that is too deep", async () => {
  const levels = 6;
  const down = "editions(first: 1) { edges { node { work { ".repeat(levels);
  const deep = `${down}title${" } } } }".repeat(levels)}`;
  const { errors } = await send(`{ book(isbn: "9780261102217") { work { ${deep} } } }`);
  expect(errors).toMatchObject([{ extensions: { code: "QUERY_TOO_DEEP", limit: { depth: 15 } } }]);
});

it("serves a query eight levels deep", async () => {
  const { errors } = await send(
    `{ book(isbn: "9780261102217") { work { authors { works(first: 5) { edges { node { editions(first: 5) { edges { node { title } } } } } } } } } }`,
  );
  expect(errors).toEqual([]);
});
