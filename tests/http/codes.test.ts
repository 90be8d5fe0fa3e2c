import { expect, it } from "vitest";

const sources = import.meta.glob<string>("../../src/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const readme = Object.values(
  import.meta.glob<string>("/README.md", { query: "?raw", import: "default", eager: true }),
)[0];

/** Codes that graphql-js's own errors get from Yoga. */
const ofYoga = ["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "OPERATION_RESOLUTION_FAILURE"];

const ofSource = new Set(
  Object.values(sources).flatMap((source) =>
    [
      ...source.matchAll(
        /code(?::| ??=) "([A-Z_]+)"|(?:refusal|problem|asked)\(\s*(?:\d+,|"\w+",)?\s*"([A-Z_]+)"/g,
      ),
    ].map(([, extension, argument]) => extension ?? argument ?? ""),
  ),
);

it("every code that clients may see stands in the README's table, and nothing else does", () => {
  const table = readme?.slice(readme.indexOf("## Errors"), readme.indexOf("## Operating")) ?? "";
  const rows = [...table.matchAll(/^\|((?: `[A-Z_]+`)+) +\|/gm)].map(([, codes = ""]) => codes);
  const listed = rows.flatMap((codes) => [...codes.matchAll(/[A-Z_]+/g)].map(([code]) => code));
  expect(listed.toSorted()).toEqual([...ofSource, ...ofYoga].toSorted());
});
