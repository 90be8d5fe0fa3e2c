/**
 * `npm run fuzz -- [--count 10000] [--seed 1] [--url http://localhost:8787/graphql]`: sends random operations and files to a
 * running server and tells what should never be: a 5xx, a hang, a word of our inside.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildSchema } from "graphql";
import { fuzz } from "../tests/fuzz/fuzz.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    url: { type: "string", default: "http://localhost:8787/graphql" },
  },
});

const schema = buildSchema(readFileSync("schema/schema.graphql", "utf8"));
const began = Date.now();
const { findings, statuses } = await fuzz(schema, options.url, {
  first: Number(options.seed),
  count: Number(options.count),
  atOnce: 8,
});
const seconds = ((Date.now() - began) / 1_000).toFixed(1);
console.log(`${options.count} requests in ${seconds} s, by status:`, Object.fromEntries(statuses));
for (const { seed, what, request, answer } of findings)
  console.log(`\nseed ${seed}: ${what}\n  ${request}\n  ${answer}`);
console.log(findings.length === 0 ? "Nothing broke a rule." : `${findings.length} broke a rule.`);
process.exitCode = findings.length === 0 ? 0 : 1;
