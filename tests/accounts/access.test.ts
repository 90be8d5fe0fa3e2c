import { describe, expect, it } from "vitest";
import { accessOf, accessTable } from "../../src/accounts/access-table.ts";
import { builder } from "../../src/builder.ts";
import { schema } from "../../src/schema.ts";
import { send } from "../support/api.ts";

const files = import.meta.glob<string>("../../schema/ACCESS.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

const rules = Object.fromEntries(accessOf(schema).map(({ name, rule }) => [name, rule]));

it("every mutation and subscription states who may call it", () => {
  const silent = Object.entries(rules).filter(
    ([name, rule]) => rule === null && /^(Mutation|Subscription)\./.test(name),
  );
  expect(silent.map(([name]) => name)).toEqual([]);
  expect(Object.keys(rules).filter((name) => name.startsWith("Mutation.")).length).toBeGreaterThan(8);
});

it("a mutation without a rule would be found out", () => {
  const bare = builder.toSchema({});
  const field = bare.getMutationType()?.getFields().cancelJob;
  if (!field) throw new Error("No such mutation");
  field.extensions = { ...field.extensions, pothosOptions: {} };
  const silent = accessOf(bare).filter(({ name, rule }) => name.startsWith("Mutation.") && rule === null);
  expect(silent.map(({ name }) => name)).toContain("Mutation.cancelJob");
});

it("schema/ACCESS.md is what the schema states; `npm run codegen` makes it so", () => {
  expect(Object.values(files)[0]?.trim()).toBe(accessTable(schema).trim());
});

describe("what is closed", () => {
  it("is just this", () => {
    const closed = Object.entries(rules).filter(([, rule]) => rule !== null && rule !== "anybody");
    expect(closed.map(([name]) => name)).toEqual([
      "DeadLetter.*",
      "Mutation.cancelJob",
      "Mutation.putAuthor",
      "Mutation.putEdition",
      "Mutation.putWork",
      "Mutation.refreshJobToken",
      "Mutation.refreshWeeklyRecommendations",
      "Mutation.replayDeadLetters",
      "Mutation.requestEnrichment",
      "Operations.*",
      "Query.job",
      "Query.operations",
      "Subscription.jobProgress",
    ]);
  });

  const book = { isbn: "9780261102217", title: "x" };
  it.each([
    ["mutation ($input: EditionInput!) { f: putEdition(input: $input) { isbn } }", { input: book }],
    ['mutation { f: putWork(input: { title: "x" }) { id } }', {}],
    ['mutation { f: putAuthor(input: { name: "x" }) { id } }', {}],
    ['mutation { f: requestEnrichment(entity: EDITION, key: "9780261102217") { id } }', {}],
    ["mutation { f: refreshWeeklyRecommendations { weekOf } }", {}],
    ["{ f: operations { cronRuns { name } } }", {}],
  ])("is UNAUTHENTICATED to anybody, and does nothing: %s", async (query, variables) => {
    const { data, errors, trips } = await send(query, variables);
    expect(errors).toMatchObject([{ path: ["f"], extensions: { code: "UNAUTHENTICATED" } }]);
    expect(data).toBeNull();
    expect(trips).toBe(0);
  });
});

it("asking as anybody takes no more trips to D1 than before", async () => {
  const { trips } = await send("{ capabilities { version } }");
  expect(trips).toBe(0);
});
