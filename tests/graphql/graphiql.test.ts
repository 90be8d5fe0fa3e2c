import { exports } from "cloudflare:workers";
import { parse, validate } from "graphql";
import { expect, it } from "vitest";
import { exampleTabs, firstQuery } from "../../src/graphql/graphiql.ts";
import { schema } from "../../src/schema.ts";

it("every tab that GraphiQL opens with is valid as it stands", () => {
  for (const { query } of exampleTabs) expect(validate(schema, parse(query))).toEqual([]);
  expect(exampleTabs[0]?.query).toBe(firstQuery);
});

it("GraphiQL is served without any other host", async () => {
  const page = await exports.default.fetch("http://bookstrack.example/graphql", {
    headers: { accept: "text/html" },
  });
  const html = await page.text();
  expect(html).toContain("/graphiql/yoga-graphiql.umd.js");
  const loaded = [...html.matchAll(/(?:src|href)=["']?(https?:[^"'> ]+)/g)].map(([, url]) => url);
  expect(loaded).toEqual([]);
  expect(html).not.toContain("unpkg.com");
});
