import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { budgetMs, healthOf } from "../../src/service/health.ts";

const differing = (bindings: Record<string, unknown>): Env =>
  Object.create(env, Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, { value }])));
const down = () => Promise.reject(new Error("down"));
const brokenObjects = { idFromName: () => "", get: () => ({ work: down, look: down, isAlive: down }) };

it("every binding is tried, and all is well here", async () => {
  const response = await exports.default.fetch("http://bookstrack.example/health");
  expect(response.status).toBe(200);
  const { status, checks } = await response.json<{
    status: string;
    checks: Record<string, { status: string }>;
  }>();
  expect(status).toBe("ok");
  expect(Object.keys(checks)).toEqual([
    "database",
    "cache",
    "files",
    "jobs",
    "rateLimits",
    "providerGates",
    "enrichments",
    "importQueue",
    "embeddingQueue",
    "enrichmentQueue",
    "model",
    "vectors",
  ]);
});

describe("what requests need and is broken makes health broken:", () => {
  it.each([
    ["database", { DB: { prepare: () => ({ run: down }) } }],
    ["cache", { CACHE: { get: down } }],
    ["files", { FILES: { head: down } }],
    ["jobs", { JOBS: brokenObjects }],
    ["rateLimits", { RATE_LIMITS: brokenObjects }],
    ["providerGates", { PROVIDER_GATES: brokenObjects }],
    ["enrichments", { ENRICHMENTS: brokenObjects }],
    ["importQueue", { IMPORT_QUEUE: { metrics: down } }],
  ])("%s", async (name, bindings) => {
    const health = await healthOf(differing(bindings));
    expect(health.status).toBe("broken");
    const broken = Object.entries(health.checks).filter(([, { status }]) => status !== "ok");
    expect(broken.map(([binding]) => binding)).toEqual([name]);
  });
});

it("the model and the vectors may be broken or absent: the API does without them", async () => {
  expect(await healthOf(differing({ AI: { run: down } }))).toMatchObject({
    status: "degraded",
    checks: { model: { status: "broken" } },
  });
  expect(await healthOf(differing({ AI: undefined, BOOK_VECTORS: undefined }))).toMatchObject({
    status: "ok",
    checks: { model: { status: "absent" }, vectors: { status: "absent" } },
  });
});

it("a binding that never answers costs no more than the budget", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const began = Date.now();
  const health = await healthOf(differing({ CACHE: { get: () => new Promise(() => undefined) } }));
  expect(health.checks.cache?.status).toBe("broken");
  expect(Date.now() - began).toBeLessThan(2 * budgetMs);
});
