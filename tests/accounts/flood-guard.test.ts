import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { refuseFlood } from "../../src/accounts/flood-guard.ts";

const request = (headers: Record<string, string> = {}) =>
  new Request("http://bookstrack.example/graphql", { headers });

/** A guard that lets so many of each key through. */
function guardOf(limit: number) {
  const counts = new Map<string, number>();
  const count = ({ key }: RateLimitOptions) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return Promise.resolve({ success: (counts.get(key) ?? 0) <= limit });
  };
  return { FLOOD_GUARD: { limit: count }, counts };
}

describe("the flood guard", () => {
  it("is bound here, and lets ordinary use through", async () => {
    expect(await env.FLOOD_GUARD.limit({ key: "somebody" })).toEqual({ success: true });
    expect(await refuseFlood(request(), env)).toBeNull();
  });

  it("refuses a network that floods with 429, Retry-After and a code, and no other network", async () => {
    const guard = guardOf(3);
    const from = (address: string) => refuseFlood(request({ "cf-connecting-ip": address }), guard);
    for (let time = 0; time < 3; time++) expect(await from("192.0.2.1")).toBeNull();
    const refused = await from("192.0.2.1");
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get("retry-after")).toBe("10");
    expect(await refused?.json()).toEqual({
      errors: [
        {
          message: "Too many requests from one address: try again in 10 s.",
          extensions: { code: "RATE_LIMITED", bucket: "FLOOD", retryAfter: 10 },
        },
      ],
    });
    expect(await from("192.0.2.2")).toBeNull();
  });

  it("counts a network as one whatever its requests claim", async () => {
    const guard = guardOf(100);
    const address = { "cf-connecting-ip": "2001:db8:0:7::1" };
    for (const claim of ["x-forwarded-for", "x-real-ip", "forwarded", "authorization", "x-api-key"]) {
      await refuseFlood(request({ ...address, [claim]: crypto.randomUUID() }), guard);
    }
    await refuseFlood(request({ "cf-connecting-ip": "2001:db8:0:7:ffff::9" }), guard);
    expect([...guard.counts.values()]).toEqual([6]);
  });

  it("lets everybody through when it fails or is not there, and the log says so", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = { FLOOD_GUARD: { limit: () => Promise.reject(new Error("down")) } };
    expect(await refuseFlood(request(), failing)).toBeNull();
    expect(logged.mock.calls.flat().join()).toContain("flood_guard.unavailable");
    expect(await refuseFlood(request(), {})).toBeNull();
    logged.mockRestore();
  });
});
