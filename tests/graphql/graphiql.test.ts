import { env, exports } from "cloudflare:workers";
import { parse, validate } from "graphql";
import { expect, it } from "vitest";
import { exampleTabs, firstQuery } from "../../src/graphql/example-tabs.ts";
import { serveGraphiqlAsset } from "../../src/graphql/graphiql.ts";
import { yoga } from "../../src/graphql.ts";
import { schema } from "../../src/schema.ts";
import { send } from "../support/api.ts";
import { deployment } from "../support/deployment.ts";

it("every tab that GraphiQL opens with is valid as it stands", () => {
  for (const { query } of exampleTabs()) expect(validate(schema, parse(query))).toEqual([]);
  expect(exampleTabs()[0]?.query).toBe(firstQuery);
});

it("every screen of the app has its tab, and those that read answer without an error", async () => {
  const names = exampleTabs().map(({ query }) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1]);
  expect(names).toEqual(
    "ABook Home Search ThreeModes Book Author EnrichBook ImportText JobProgress".split(" "),
  );
  for (const { query, variables } of exampleTabs().slice(0, 6)) {
    const { errors } = await send(query, JSON.parse(variables ?? "{}"));
    expect(errors, query).toEqual([]);
  }
});

it("is off where a deployment says so, page and files", async () => {
  const off = deployment({ GRAPHIQL: "off" });
  const page = await off("http://bookstrack.example/graphql", { headers: { accept: "text/html" } });
  expect(await page.text()).not.toContain("graphiql");
  const asset = new Request("http://bookstrack.example/graphiql/graphiql.css");
  expect(await serveGraphiqlAsset(asset, { ASSETS: env.ASSETS, GRAPHIQL: "off" })).toBeNull();
  expect((await serveGraphiqlAsset(asset, env))?.status).toBe(200);
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

it("GraphiQL holds a developer's headers on the developer's machine, and nowhere else", async () => {
  const secret = '{"authorization":"Bearer of-a-developer"}';
  const page = async (url: string, bindings: object) => {
    const response = await yoga.fetch(new Request(url, { headers: { accept: "text/html" } }), {
      env: Object.assign(Object.create(env), bindings),
      waitUntil: () => undefined,
    });
    return response.text();
  };
  const told = { GRAPHIQL_HEADERS: secret };
  for (const host of ["localhost:8787", "127.0.0.1:8787", "[::1]:8787"])
    expect(await page(`http://${host}/graphql`, told)).toContain("of-a-developer");
  for (const host of ["api.example", "localhost.api.example", "192.0.2.1"])
    expect(await page(`http://${host}/graphql`, told)).not.toContain("of-a-developer");
  expect(await page("http://localhost/graphql", {})).toContain("BooksTrack");
});
