import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { expect, it } from "vitest";
import { fuzz } from "../fuzz/fuzz.ts";
import { endpoint } from "./support/client.ts";

it("answers a thousand random operations and files without a 5xx, a hang or a word of its inside", async () => {
  const schema = buildSchema(readFileSync("schema/schema.graphql", "utf8"));
  const { findings, statuses } = await fuzz(schema, endpoint(), { first: 1, count: 1_000, atOnce: 8 });
  expect(findings).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(100);
}, 120_000);
