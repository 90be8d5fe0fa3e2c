import { auditServer } from "graphql-http";
import { expect, inject, it } from "vitest";

it("passes every audit of GraphQL over HTTP", async () => {
  const results = await auditServer({ url: `${inject("origin")}/graphql`, fetchFn: fetch });
  const failed = results.filter(({ status }) => status !== "ok");
  expect(
    failed.map(({ id, name, ...rest }) => ({ id, name, reason: "reason" in rest && rest.reason })),
  ).toEqual([]);
  expect(results).toHaveLength(61);
});
