import { createHmac } from "node:crypto";
import { exportSPKI, importJWK } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sendWith } from "../support/deployment.ts";
import { playIssuer } from "../support/issuer.ts";

const anybodys = "{ capabilities { version } }";
const admins = "{ operations { catalogue { books } } }";
const editors = `mutation { putAuthor(input: { id: "QXV0aG9yOm5vYm9keQ==" }) { id } }`;

type Issuer = Awaited<ReturnType<typeof playIssuer>>;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function ask(issuer: Issuer, token: string, query = anybodys) {
  const { errors, status, headers } = await sendWith(issuer.bindings, query, bearer(token));
  return { code: errors[0]?.extensions?.code, message: errors[0]?.message ?? "", status, headers, errors };
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a token", () => {
  it.each(["ES256", "RS256", "EdDSA", "PS256"])("signed with %s is taken", async (algorithm) => {
    const issuer = await playIssuer(algorithm);
    expect(await ask(issuer, await issuer.sign())).toMatchObject({ errors: [], status: 200 });
  });

  it("for any of this service's audiences is taken", async () => {
    const issuer = await playIssuer();
    const token = await issuer.sign({ audience: "other-books" });
    expect((await ask(issuer, token)).errors).toEqual([]);
  });

  it("is taken as Cloudflare Access hands it over where Access is the issuer, and nowhere else", async () => {
    const issuer = await playIssuer("RS256");
    const access = "https://team.cloudflareaccess.com";
    const told = { claims: { custom: { roles: ["admin"] } }, issuer: access };
    const headers = { "cf-access-jwt-assertion": await issuer.sign(told) };
    const bindings = { ...issuer.bindings, AUTH_ISSUER: access, AUTH_ROLES_CLAIM: "custom.roles" };
    expect((await sendWith(bindings, admins, headers)).errors).toEqual([]);
    expect((await sendWith(issuer.bindings, anybodys, headers)).errors).toEqual([]);
    const { errors } = await sendWith(issuer.bindings, admins, headers);
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it.each([
    ["has expired", { expiresIn: -60 }, "The token has expired: get a new one from its issuer."],
    ["has another issuer", { issuer: "https://evil.example/" }, "another issuer"],
    ["is for another audience", { audience: "films" }, "another audience"],
    ["is not valid yet", { validIn: 300 }, "not valid yet"],
    ["never expires", { expiresIn: null }, "lacks the claim `exp`"],
    ["names nobody", { claims: { sub: "" } }, "names nobody"],
    ["has no subject", { claims: { sub: undefined } }, "lacks the claim `sub`"],
  ])("that %s is UNAUTHENTICATED, also for what anybody may ask", async (_what, told, rule) => {
    const issuer = await playIssuer();
    const refused = await ask(issuer, await issuer.sign(told));
    expect(refused).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    expect(refused.message).toContain(rule);
    expect(refused.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    expect(refused.errors[0]?.extensions).toEqual({ code: "UNAUTHENTICATED" });
  });

  it("may be 30 seconds off, for clocks are", async () => {
    const issuer = await playIssuer();
    expect((await ask(issuer, await issuer.sign({ expiresIn: -20 }))).errors).toEqual([]);
    expect((await ask(issuer, await issuer.sign({ validIn: 20 }))).errors).toEqual([]);
  });

  it("with the algorithm none is refused before any key is asked for", async () => {
    const issuer = await playIssuer();
    const claims = { sub: "a", iss: "https://issuer.example/", aud: "books", exp: Date.now() / 1_000 + 600 };
    for (const alg of ["none", "None", "NONE"]) {
      const refused = await ask(issuer, `${base64url({ alg, typ: "JWT" })}.${base64url(claims)}.`);
      expect(refused).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    }
    expect(issuer.calls()).toBe(0);
  });

  it("signed by HS256 with the public key as the secret is refused", async () => {
    const issuer = await playIssuer("RS256");
    const [jwk] = (await issuer.publish()).keys;
    const publicKey = await importJWK(jwk ?? {}, "RS256", { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error("Not a public key");
    const claims = { sub: "a", iss: "https://issuer.example/", aud: "books", exp: Date.now() / 1_000 + 600 };
    const signed = `${base64url({ alg: "HS256", kid: "1" })}.${base64url({ ...claims, roles: ["admin"] })}`;
    for (const secret of [await exportSPKI(publicKey), JSON.stringify(jwk)]) {
      const signature = createHmac("sha256", secret).update(signed).digest("base64url");
      const refused = await ask(issuer, `${signed}.${signature}`, admins);
      expect(refused).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
      expect(refused.message).toContain("algorithm that is not taken");
    }
  });

  it("that was changed after it was signed is refused", async () => {
    const issuer = await playIssuer();
    const [header, , signature] = (await issuer.sign()).split(".");
    const claims = base64url({ sub: "reader-1", roles: ["admin"], exp: 99_999_999_999 });
    const refused = await ask(issuer, `${header}.${claims}.${signature}`, admins);
    expect(refused).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(refused.message).toContain("signature");
  });

  it("that brings its own key in the header is checked with the issuer's", async () => {
    const [issuer, stranger] = [await playIssuer(), await playIssuer()];
    const [jwk] = (await stranger.publish()).keys;
    const token = (await stranger.sign()).split(".");
    const header = base64url({ alg: "ES256", kid: "1", jwk, jku: stranger.bindings.AUTH_JWKS_URL });
    expect(await ask(issuer, [header, token[1], token[2]].join("."))).toMatchObject({ status: 401 });
    expect(stranger.calls()).toBe(0);
  });

  it.each(["guess", "a.b.c", "eyJhbGciOiJFUzI1NiJ9.e30.", "....", "x".repeat(7_000)])(
    "that is none, like %.20s, is UNAUTHENTICATED",
    async (token) => {
      expect(await ask(await playIssuer(), token)).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    },
  );

  it.each(["Basic YTpi", "Bearer", "Bearer a b", "a.b.c"])(
    "in a header that reads %j is UNAUTHENTICATED, not anybody's",
    async (authorization) => {
      const { bindings } = await playIssuer();
      const { errors, status } = await sendWith(bindings, anybodys, { authorization });
      expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
      expect(status).toBe(401);
    },
  );

  it("where the deployment takes none is UNAUTHENTICATED", async () => {
    const issuer = await playIssuer();
    const bindings = { AUTH_JWKS_URL: undefined };
    const { errors } = await sendWith(bindings, anybodys, bearer(await issuer.sign()));
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(errors[0]?.message).toContain("takes no tokens");
  });
});

describe("an issuer's keys", () => {
  it("are fetched once for many tokens", async () => {
    const issuer = await playIssuer();
    for (let time = 0; time < 5; time++) expect((await ask(issuer, await issuer.sign())).errors).toEqual([]);
    expect(issuer.calls()).toBe(1);
  });

  it("are fetched again for a new key's name, but not at each token that makes one up", async () => {
    const issuer = await playIssuer();
    const old = await issuer.sign();
    expect((await ask(issuer, old)).errors).toEqual([]);
    await issuer.rotate();
    const early = await ask(issuer, await issuer.sign());
    expect(early.message).toContain("a key that the issuer does not publish");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    expect((await ask(issuer, await issuer.sign())).errors).toEqual([]);
    expect((await ask(issuer, old)).code).toBe("UNAUTHENTICATED");
    expect((await ask(issuer, old)).code).toBe("UNAUTHENTICATED");
    expect(issuer.calls()).toBe(2);
  });

  it("are forgotten after ten minutes", async () => {
    const issuer = await playIssuer();
    const old = await issuer.sign({ expiresIn: 3_600 });
    expect((await ask(issuer, old)).errors).toEqual([]);
    await issuer.rotate();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 601_000 });
    expect((await ask(issuer, old)).code).toBe("UNAUTHENTICATED");
    expect(issuer.calls()).toBe(2);
  });

  it.each([
    ["the issuer is down", () => Promise.reject(new Error("connection refused"))],
    ["it answers with an error", () => Promise.resolve(new Response("upstream secret", { status: 500 }))],
    ["it answers with a page", () => Promise.resolve(new Response("<html>", { status: 200 }))],
    ["it answers with no keys", () => Promise.resolve(Response.json({ error: "later" }))],
  ])("cannot be had when %s: who has a token is told so, anybody is served", async (_what, bad) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const issuer = await playIssuer();
    issuer.answer(bad);
    const token = await issuer.sign();
    const refused = await ask(issuer, token);
    expect(refused).toMatchObject({ code: "AUTH_UNAVAILABLE", status: 503 });
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(JSON.stringify(refused.errors)).not.toContain("upstream secret");
    expect((await sendWith(issuer.bindings, anybodys)).errors).toEqual([]);
    expect(logged.mock.calls.flat().join()).not.toContain(token);
  });

  it("that could not be had are not asked for at every token, and again five seconds later", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const issuer = await playIssuer();
    issuer.answer(() => Promise.reject(new Error("down")));
    for (let time = 0; time < 5; time++) await ask(issuer, await issuer.sign());
    expect(issuer.calls()).toBe(1);
    issuer.answer(null);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_001 });
    expect((await ask(issuer, await issuer.sign())).errors).toEqual([]);
  });

  it.each([
    ["AUTH_ISSUER", ""],
    ["AUTH_AUDIENCE", " , "],
    ["AUTH_ALGORITHMS", "RS256,HS256"],
    ["AUTH_ALGORITHMS", "none"],
    ["AUTH_JWKS_URL", "not a url"],
  ])("are not asked for while %s is %j; the log names it", async (name, value) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const issuer = await playIssuer();
    const bindings = { ...issuer.bindings, [name]: value };
    const { errors } = await sendWith(bindings, anybodys, bearer(await issuer.sign()));
    expect(errors).toMatchObject([{ extensions: { code: "AUTH_UNAVAILABLE" } }]);
    expect(logged.mock.calls.flat().join()).toContain(name);
  });
});

describe("roles", () => {
  it.each([
    [{ roles: ["admin"] }, undefined, undefined],
    [{ roles: ["editor"] }, "FORBIDDEN", undefined],
    [{ roles: "offline editor" }, "FORBIDDEN", undefined],
    [{ roles: ["reader"] }, "FORBIDDEN", "FORBIDDEN"],
    [{ roles: ["superuser", "Admin", "admin "] }, "FORBIDDEN", "FORBIDDEN"],
    [{ roles: { admin: true } }, "FORBIDDEN", "FORBIDDEN"],
    [{ roles: [["admin"], 1, null] }, "FORBIDDEN", "FORBIDDEN"],
    [{ role: "admin" }, "FORBIDDEN", "FORBIDDEN"],
    [{}, "FORBIDDEN", "FORBIDDEN"],
  ])("of %j open what they should", async (claims, forAdmins, forEditors) => {
    const issuer = await playIssuer();
    const token = await issuer.sign({ claims });
    expect((await ask(issuer, token, admins)).code).toBe(forAdmins);
    const edited = await ask(issuer, token, editors);
    // An editor gets as far as being told that there is no such author.
    expect(edited.code).toBe(forEditors ?? "BAD_USER_INPUT");
    expect((await ask(issuer, token)).errors).toEqual([]);
  });

  it.each([
    ["realm_access.roles", { realm_access: { roles: ["admin"] } }],
    ["https://books.example/roles", { "https://books.example/roles": ["admin"] }],
    ["role", { role: "admin" }],
  ])("are read from the claim %s where the deployment says so", async (AUTH_ROLES_CLAIM, claims) => {
    const issuer = await playIssuer();
    const bindings = { ...issuer.bindings, AUTH_ROLES_CLAIM };
    const headers = bearer(await issuer.sign({ claims }));
    expect((await sendWith(bindings, admins, headers)).errors).toEqual([]);
  });

  it("are refused by name", async () => {
    const issuer = await playIssuer();
    expect((await ask(issuer, await issuer.sign(), admins)).message).toBe("This needs the role admin.");
    const { errors } = await sendWith(issuer.bindings, admins);
    expect(errors[0]).toMatchObject({
      message:
        "This needs the role admin: send a token as Authorization: Bearer, or an API key as X-API-Key.",
      extensions: { code: "UNAUTHENTICATED" },
    });
  });
});

it("two holders of tokens have rates of their own, from one address", async () => {
  const issuer = await playIssuer();
  const query = `{ search(query: "a clerk", mode: SEMANTIC) { mode } capabilities { limits { rates { bucket remaining } } } }`;
  const remaining = "{ capabilities { limits { rates { bucket remaining } } } }";
  await sendWith(issuer.bindings, query, bearer(await issuer.sign({ claims: { sub: "one" } })));
  const left = async (sub: string) => {
    const { data } = await sendWith<{
      capabilities: { limits: { rates: { bucket: string; remaining: number }[] } };
    }>(issuer.bindings, remaining, bearer(await issuer.sign({ claims: { sub } })));
    return data.capabilities.limits.rates.find(({ bucket }) => bucket === "SEMANTIC")?.remaining;
  };
  expect(await left("one")).toBe(4);
  expect(await left("two")).toBe(5);
});

it("a key of another kind does not sign for the issuer", async () => {
  const [issuer, stranger] = [await playIssuer("RS256"), await playIssuer("ES256")];
  expect(await ask(issuer, await stranger.sign())).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
});
