import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { callerOf } from "../../src/accounts/caller.ts";
import { execute, send } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import { CapabilitiesDocument, SearchDocument } from "../support/operations.gen.ts";

const from = (address: string) => ({ "cf-connecting-ip": address });
const bySemantic = (address: string) =>
  execute(SearchDocument, { query: "a clerk", mode: "SEMANTIC" }, from(address));

async function rates(address: string) {
  const { data } = await execute(CapabilitiesDocument, {}, from(address));
  return Object.fromEntries(data.capabilities.limits.rates.map((rate) => [rate.bucket, rate]));
}

describe("rate limits", () => {
  it("let exactly five of fifty searches by meaning at once through", async () => {
    await shelve();
    const answers = await Promise.all(Array.from({ length: 50 }, () => bySemantic("192.0.2.1")));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(5);
    const refused = answers.find(({ errors }) => errors.length > 0);
    expect(refused?.errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", bucket: "SEMANTIC" } }]);
    const retryAfter = Number(refused?.errors[0]?.extensions?.retryAfter);
    expect(retryAfter).toBeGreaterThan(50);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(refused?.headers.get("retry-after")).toBe(String(retryAfter));
  });

  it("are each caller's own, shown without spending, and outlive an eviction", async () => {
    expect(await rates("192.0.2.2")).toMatchObject({
      TEXT: { limit: 100, remaining: 100, windowSeconds: 60 },
      SEMANTIC: { limit: 5, remaining: 5 },
    });
    await bySemantic("192.0.2.2");
    const request = new Request("http://x", { headers: from("192.0.2.2") });
    const { id } = await callerOf(request, {}, () => new Date());
    await evictDurableObject(env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName(`SEMANTIC:${id}`)));
    expect((await rates("192.0.2.2")).SEMANTIC?.remaining).toBe(4);
    expect((await rates("192.0.2.2")).SEMANTIC?.remaining).toBe(4);
    expect((await rates("192.0.2.3")).SEMANTIC?.remaining).toBe(5);
  });

  it("count every search of a request, and HYBRID with SEMANTIC", async () => {
    const searches = Array.from(
      { length: 6 },
      (_, n) => `s${n}: search(query: "trial", mode: ${n % 2 ? "HYBRID" : "SEMANTIC"}) { mode }`,
    );
    const { errors } = await send(`{ ${searches.join(" ")} }`, {}, from("192.0.2.4"));
    expect(errors).toHaveLength(1);
    expect((await rates("192.0.2.4")).TEXT?.remaining).toBe(100);
  });

  it("are not spent by a search that is refused for its input", async () => {
    await send(`{ search(query: "trial", mode: SEMANTIC, first: 0) { mode } }`, {}, from("192.0.2.5"));
    expect((await rates("192.0.2.5")).SEMANTIC?.remaining).toBe(5);
  });
});
