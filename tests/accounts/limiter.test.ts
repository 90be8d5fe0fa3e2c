import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callerOf } from "../../src/accounts/caller.ts";
import { send } from "../support/api.ts";
import { sendWith } from "../support/deployment.ts";

const semantic = `{ search(query: "a clerk", mode: SEMANTIC) { mode } }`;
const text = `{ search(query: "a clerk") { mode } }`;
const rates = "{ capabilities { limits { rates { bucket limit remaining windowSeconds } } } }";
type Rates = {
  capabilities: { limits: { rates: { bucket: string; limit: number; remaining: number }[] } };
};

const from = (address: string) => ({ "cf-connecting-ip": address });
const limiterOf = async (address: string) => {
  const request = new Request("http://x", { headers: from(address) });
  const { id } = await callerOf(request, {}, () => new Date());
  return env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName(`SEMANTIC:${id}`));
};

/** How many of so many at once are answered. */
async function answered(count: number, address: string) {
  const answers = await Promise.all(Array.from({ length: count }, () => send(semantic, {}, from(address))));
  return answers.filter(({ errors }) => errors.length === 0).length;
}

function clock(moment: string) {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(moment) });
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a refusal for rate", () => {
  it("is the status 429 when it is the whole answer, with Retry-After", async () => {
    await answered(5, "192.0.2.10");
    const refused = await send(semantic, {}, from("192.0.2.10"));
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe(String(refused.errors[0]?.extensions?.retryAfter));
    expect(refused.errors[0]?.extensions).not.toHaveProperty("http");
    expect(refused.extensions).toEqual({});
  });

  it("comes from a request with ten searches when five are allowed, which spends all five", async () => {
    const ten = Array.from(
      { length: 10 },
      (_, index) => `s${index}: search(query: "clerk", mode: HYBRID) { mode }`,
    );
    const { errors, status } = await send(`{ ${ten.join(" ")} }`, {}, from("192.0.2.11"));
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
    expect(status).toBe(429);
    expect(await answered(1, "192.0.2.11")).toBe(0);
  });
});

describe("the window", () => {
  it("slides: what was asked a minute ago is free again, what was asked since is not", async () => {
    clock("2026-12-01T10:00:00Z");
    expect(await answered(3, "192.0.2.20")).toBe(3);
    clock("2026-12-01T10:00:40Z");
    expect(await answered(5, "192.0.2.20")).toBe(2);
    clock("2026-12-01T10:00:59Z");
    const refused = await send(semantic, {}, from("192.0.2.20"));
    expect(refused.errors[0]?.extensions?.retryAfter).toBe(1);
    clock("2026-12-01T10:01:00Z");
    expect(await answered(50, "192.0.2.20")).toBe(3);
  });

  it("is forgotten with all storage once it holds nothing, and no alarm remains", async () => {
    clock("2026-12-01T10:00:00Z");
    await answered(2, "192.0.2.21");
    clock("2026-12-01T10:01:01Z");
    expect(await runDurableObjectAlarm(await limiterOf("192.0.2.21"))).toBe(true);
    const left = await runInDurableObject(await limiterOf("192.0.2.21"), async (_object, { storage }) => ({
      tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'calls'").toArray(),
      alarm: await storage.getAlarm(),
    }));
    expect(left).toEqual({ tables: [], alarm: null });
    expect(await answered(6, "192.0.2.21")).toBe(5);
  });

  it("is not forgotten by an alarm that comes while it holds something", async () => {
    expect(await answered(5, "192.0.2.22")).toBe(5);
    await runDurableObjectAlarm(await limiterOf("192.0.2.22"));
    expect(await answered(1, "192.0.2.22")).toBe(0);
  });
});

describe("a limit", () => {
  it("is what the deployment says", async () => {
    const told = { RATE_LIMIT_TEXT: "7", RATE_LIMIT_SEMANTIC: "2", RATE_LIMIT_IMPORT: undefined };
    const { data } = await sendWith<Rates>({ ...told, RATE_LIMIT_ENRICHMENT: "9" }, rates);
    expect(data.capabilities.limits.rates).toMatchObject([
      { bucket: "TEXT", limit: 7 },
      { bucket: "SEMANTIC", limit: 2 },
      { bucket: "ENRICHMENT", limit: 9, windowSeconds: 60 },
      { bucket: "IMPORT", limit: 60, windowSeconds: 3_600 },
    ]);
  });

  it.each(["0", "-1", "1.5", "many", ""])(
    "of %j is refused, and the log names the variable",
    async (limit) => {
      const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
      const { errors } = await sendWith({ RATE_LIMIT_SEMANTIC: limit }, semantic);
      expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
      expect(logged.mock.calls.flat().map(String).join()).toContain("RATE_LIMIT_SEMANTIC");
      logged.mockRestore();
    },
  );
});

it("a search by words is refused whether it was made while it was counted, as of words counted before, or not", async () => {
  const headers = from("192.0.2.40");
  const once = { RATE_LIMIT_TEXT: "1" };
  expect((await sendWith(once, text, headers)).errors).toEqual([]);
  for (const query of [text, `{ search(query: "unheard") { mode } }`]) {
    const { data, errors, status } = await sendWith(once, query, headers);
    expect(status).toBe(429);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", bucket: "TEXT" } }]);
  }
});

describe("a limiter that fails", () => {
  const down = {
    RATE_LIMITS: {
      idFromName: () => "id",
      get: () => ({
        spend: () => Promise.reject(new Error("the limiter is down")),
        look: () => Promise.reject(new Error("the limiter is down")),
      }),
    },
  };

  it("lets searches by words through", async () => {
    const { data, errors } = await sendWith(down, text);
    expect(errors).toEqual([]);
    expect(data).toEqual({ search: { mode: "TEXT" } });
  });

  it("refuses searches by meaning for ten seconds, so that the model's quota is never uncounted", async () => {
    const { errors, status, headers } = await sendWith(down, semantic);
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", retryAfter: 10 } }]);
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe("10");
  });

  it("leaves the capabilities readable, and says what it would let through", async () => {
    const { data, errors } = await sendWith<Rates>(down, rates);
    expect(errors).toEqual([]);
    expect(data.capabilities.limits.rates).toMatchObject([
      { bucket: "TEXT", limit: 100, remaining: 100 },
      { bucket: "SEMANTIC", limit: 5, remaining: 0 },
      { bucket: "ENRICHMENT", remaining: 0 },
      { bucket: "IMPORT", remaining: 0 },
    ]);
  });

  it.each([
    `mutation { enrichBook(isbn: "9780261102217") { __typename } }`,
    `mutation { enrichBooks(books: [{ title: "x" }]) { __typename } }`,
    `{ providerSearch(title: "x") { title } }`,
    `mutation { startImportFromText(csv: "Title\\nA Book") { __typename } }`,
  ])("closes what spends a quota: %s", async (query) => {
    const { data, errors, status } = await sendWith(down, query);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", retryAfter: 10 } }]);
    expect(status).toBe(429);
  });

  it("that hangs is not waited for longer than two seconds", async () => {
    const hanging = { spend: () => new Promise(() => undefined), look: () => new Promise(() => undefined) };
    const bindings = { RATE_LIMITS: { idFromName: () => "id", get: () => hanging } };
    const begun = performance.now();
    expect((await sendWith(bindings, text)).errors).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2_900);
  });
});

describe("a bucket", () => {
  const remaining = async (bindings: Record<string, unknown>, headers: Record<string, string>) => {
    const { data } = await sendWith<Rates>(bindings, rates, headers);
    return Object.fromEntries(
      data.capabilities.limits.rates.map(({ bucket, remaining }) => [bucket, remaining]),
    );
  };

  it("of questions to the providers counts a batch once for every ten books", async () => {
    const headers = from("192.0.2.30");
    const bindings = { RATE_LIMIT_ENRICHMENT: "5" };
    const batch = (books: number) =>
      `mutation { enrichBooks(books: [${`{ isbn: "9780261102217" }`.repeat(books)}]) { __typename } }`;
    expect((await sendWith(bindings, batch(21), headers)).errors).toEqual([]);
    expect((await remaining(bindings, headers)).ENRICHMENT).toBe(2);
    const { errors } = await sendWith(bindings, batch(30), headers);
    expect(errors).toMatchObject([{ extensions: { code: "RATE_LIMITED", bucket: "ENRICHMENT" } }]);
    expect((await sendWith(bindings, batch(20), headers)).errors).toEqual([]);
    expect((await remaining(bindings, headers)).ENRICHMENT).toBe(0);
  });

  it("smaller than what is asked is asked for as a whole, so that waiting helps", async () => {
    const bindings = { RATE_LIMIT_ENRICHMENT: "2" };
    const many = `mutation { enrichBooks(books: [${`{ isbn: "9780261102217" }`.repeat(100)}]) { __typename } }`;
    expect((await sendWith(bindings, many, from("192.0.2.31"))).errors).toEqual([]);
    expect((await sendWith(bindings, many, from("192.0.2.31"))).errors).toHaveLength(1);
  });

  it("of imports slides over an hour", async () => {
    const bindings = { RATE_LIMIT_IMPORT: "2" };
    const start = `mutation { startImportFromText(csv: "Title\\nA Book") { __typename } }`;
    const headers = from("192.0.2.32");
    clock("2026-12-01T10:00:00Z");
    for (let time = 0; time < 2; time++)
      expect((await sendWith(bindings, start, headers)).errors).toEqual([]);
    clock("2026-12-01T10:20:00Z");
    const { errors } = await sendWith(bindings, start, headers);
    expect(errors[0]?.extensions).toMatchObject({ bucket: "IMPORT", retryAfter: 2_400 });
    clock("2026-12-01T11:00:00Z");
    expect((await sendWith(bindings, start, headers)).errors).toEqual([]);
  });

  it("is not spent by what is refused for its input", async () => {
    const headers = from("192.0.2.33");
    const full = await remaining({}, headers);
    for (const query of [
      `{ search(query: "?!", mode: SEMANTIC) { mode } }`,
      `{ search(query: "", mode: HYBRID) { mode } }`,
      `{ search(query: "${"x".repeat(5_001)}", mode: SEMANTIC) { mode } }`,
      "mutation { enrichBooks(books: []) { __typename } }",
      `{ providerSearch(first: 3) { title } }`,
    ]) {
      const { errors } = await sendWith({}, query, headers);
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    }
    expect(await remaining({}, headers)).toEqual(full);
  });
});

describe("a caller", () => {
  const keys = { ADMIN_API_KEY: "a", EDITOR_API_KEY: "e" };
  const idOf = async (headers: Record<string, string>) =>
    (await callerOf(new Request("http://x", { headers }), keys, () => new Date())).id;

  it("by IPv6 is their /64, however the address is written", async () => {
    const one = await idOf(from("2001:db8:0:7::1"));
    expect(await idOf(from("2001:0DB8:0000:0007:ffff:1:2:3"))).toBe(one);
    expect(await idOf(from("2001:db8::7:0:0:0:1"))).toBe(one);
    expect(await idOf(from("2001:db8:0:8::1"))).not.toBe(one);
    expect(await idOf(from("2001:db8::1"))).not.toBe(one);
  });

  it("by IPv4 is their address, by key the key", async () => {
    const ids = await Promise.all(
      [from("192.0.2.1"), from("192.0.2.2"), { "x-api-key": "a" }, { "x-api-key": "e" }].map(idOf),
    );
    expect(new Set(ids).size).toBe(4);
    expect(await idOf({ "x-api-key": "a", ...from("192.0.2.1") })).toBe(ids[2]);
  });

  it.each([
    "x-forwarded-for",
    "x-real-ip",
    "true-client-ip",
    "forwarded",
    "x-client-ip",
    "cf-connecting-ipv6",
  ])("is not believed what %s says of their address", async (header) => {
    expect(await idOf({ [header]: "198.51.100.7", ...from("192.0.2.1") })).toBe(
      await idOf(from("192.0.2.1")),
    );
  });

  it("cannot have fresh limits by making keys up", async () => {
    const { errors, status } = await send(text, {}, { "x-api-key": "made up", ...from("192.0.2.1") });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(status).toBe(401);
  });
});
