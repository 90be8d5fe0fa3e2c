import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { bodyLimits } from "../../src/graphql/body.ts";

const endpoint = "http://bookstrack.example/graphql";
const json = { "content-type": "application/json" };
const hello = JSON.stringify({ query: "{ __typename }" });

const ask = (init: RequestInit, url = endpoint) => exports.default.fetch(url, init);
const post = (headers: Record<string, string>, body: BodyInit = hello) =>
  ask({ method: "POST", headers, body });

/** Status and code of an answer, GraphQL's or not. */
async function said(response: Response) {
  const { code, errors } = await response.json<{
    code?: string;
    errors?: { extensions: { code: string } }[];
  }>();
  return [response.status, code ?? errors?.[0]?.extensions.code];
}

/** A body that comes in pieces and does not say how long it is. */
function endless(piece: string, pieces: number) {
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < pieces) controller.enqueue(new TextEncoder().encode(piece));
      else controller.close();
    },
  });
  return { stream, sent: () => sent };
}

describe("a request that a foreign page could make a browser send", () => {
  it.each([
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/x-www-form-urlencoded",
    " TEXT/PLAIN",
  ])("as %s is refused", async (type) =>
    expect(await said(await post({ "content-type": type }))).toEqual([400, "CSRF_PREVENTED"]),
  );

  it("without any content type is refused", async () => {
    const body = new TextEncoder().encode(hello);
    expect(await said(await post({}, body))).toEqual([400, "CSRF_PREVENTED"]);
  });

  it("by GET is refused when the browser says that it comes from elsewhere", async () => {
    const url = `${endpoint}?query={__typename}`;
    const from = (headers: Record<string, string>) => ask({ headers }, url).then(({ status }) => status);
    expect(await from({ "sec-fetch-site": "cross-site" })).toBe(400);
    expect(await from({ "sec-fetch-site": "same-site", origin: "https://evil.example" })).toBe(400);
    expect(await from({ "sec-fetch-site": "cross-site", "apollo-require-preflight": "1" })).toBe(200);
    expect(await from({ "sec-fetch-site": "cross-site", origin: "http://localhost:5173" })).toBe(200);
    expect(await from({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await from({})).toBe(200);
  });

  it("passes with a header that no page sends unasked", async () => {
    const form = (header: string) => {
      const body = new FormData();
      body.set("operations", hello);
      return post({ [header]: "1" }, body);
    };
    for (const header of ["apollo-require-preflight", "X-APOLLO-OPERATION-NAME", "graphql-require-preflight"])
      expect((await form(header)).status).toBe(200);
  });
});

describe("pages of other origins", () => {
  const preflight = (origin: string) =>
    ask({
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-api-key",
      },
    });

  it.each(["http://localhost:5173", "http://127.0.0.1:3000", "https://localhost"])(
    "may read answers where they are of this machine: %s",
    async (origin) => {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(Object.fromEntries(headers)).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type,x-api-key",
      });
      const answer = await post({ ...json, origin });
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      expect(answer.headers.get("vary")).toContain("Origin");
    },
  );

  it.each([
    "https://evil.example",
    "http://localhost.evil.example",
    "null",
    "http://localhost:80.evil.example",
  ])("may not where they are of %s", async (origin) => {
    expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
    expect((await post({ ...json, origin })).headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("every answer", () => {
  it.each(["/graphql", "/nowhere", "/covers/9780261102217/small", "/health"])(
    "tells browsers what not to do, and its own id: %s",
    async (path) => {
      const { headers } = await ask({}, `https://bookstrack.example${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "strict-transport-security": expect.stringContaining("max-age"),
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    },
  );

  it("has Cloudflare's id where it has one, and nobody else's", async () => {
    const id = async (ray: string) => (await post({ ...json, "cf-ray": ray })).headers.get("x-request-id");
    expect(await id("8f2b1c3d4e5f6a7b-FRA")).toBe("8f2b1c3d4e5f6a7b-FRA");
    expect(await id("<script>")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("says nothing of HTTPS without it", async () => {
    expect((await post(json)).headers.get("strict-transport-security")).toBeNull();
  });
});

it("GraphiQL's page may run its own scripts and no others", async () => {
  const page = await ask({ headers: { accept: "text/html" } });
  const policy = page.headers.get("content-security-policy") ?? "";
  const html = await page.text();
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = ""]) => script);
  expect(inline.length).toBeGreaterThan(1);
  for (const script of inline) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
    expect(policy).toContain(`'sha256-${Buffer.from(digest).toString("base64")}'`);
  }
  expect(/script-src [^;]*unsafe/.test(policy)).toBe(false);
});

describe("methods and content types", () => {
  it.each(["PUT", "DELETE", "PATCH"])("%s is not allowed", async (method) => {
    const response = await ask({ method, headers: json, body: hello });
    expect(response.headers.get("allow")).toBe("GET, POST");
    expect(await said(response)).toEqual([405, "METHOD_NOT_ALLOWED"]);
  });

  it("a mutation by GET is not allowed", async () => {
    const response = await ask({}, `${endpoint}?query=mutation{__typename}`);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  it.each(["application/xml", "application/jsonp", "application/graphql"])(
    "%s is not understood",
    async (type) => {
      const response = await post({ "content-type": type });
      expect(response.headers.get("accept-post")).toContain("application/json");
      expect(await said(response)).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    },
  );

  it("an answer that nobody can give is told in JSON", async () => {
    expect(await said(await post({ ...json, accept: "image/png" }))).toEqual([406, "NOT_ACCEPTABLE"]);
  });

  it.each(["/", "/nowhere", "/evil/graphql", "/graphql/more"])("there is nothing at %s", async (path) => {
    expect(await said(await ask({}, `http://bookstrack.example${path}`))).toEqual([404, "NOT_FOUND"]);
  });
});

describe("a body", () => {
  it("that says it is too long is not read", async () => {
    const { stream, sent } = endless("x".repeat(1_000), 10_000);
    const response = await post({ ...json, "content-length": "99999999" }, stream);
    expect(await said(response)).toEqual([413, "BODY_TOO_LARGE"]);
    expect(sent()).toBeLessThan(10);
  });

  it("that does not say how long it is, is cut at the limit", async () => {
    const { stream, sent } = endless("x".repeat(10_000), 10_000);
    expect(await said(await post(json, stream))).toEqual([413, "BODY_TOO_LARGE"]);
    expect(sent() * 10_000).toBeLessThan(2 * bodyLimits.json);
  });

  it("that is an upload may be larger, and is cut too", async () => {
    const part = '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n';
    const { stream, sent } = endless(part + "y".repeat(100_000), 10_000);
    const headers = { "content-type": "multipart/form-data; boundary=x", "apollo-require-preflight": "1" };
    expect(await said(await post(headers, stream))).toEqual([413, "BODY_TOO_LARGE"]);
    expect(sent() * 100_000).toBeLessThan(2 * bodyLimits.upload);
  });

  it.each([
    "{",
    "null",
    "7",
    '"{}"',
    "[]",
    "{}",
    '{"query":7}',
    '{"query":"{ __typename }","variables":[]}',
    '{"query":"{ __typename }","nobody":1}',
  ])("that is no request is refused: %s", async (body) => {
    const response = await post({ ...json, accept: "application/graphql-response+json" }, body);
    const text = await response.clone().text();
    expect(await said(response)).toEqual([400, "BAD_REQUEST"]);
    expect(text).not.toContain("originalError");
  });

  it("that is an upload of very many parts is cut too, wherever its pieces are cut", async () => {
    const part = '--boundary\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n';
    const headers = {
      "content-type": "multipart/form-data; boundary=boundary",
      "apollo-require-preflight": "1",
    };
    const whole = endless(part.repeat(100), 1_000);
    expect(await said(await post(headers, whole.stream))).toEqual([413, "BODY_TOO_LARGE"]);
    expect(whole.sent()).toBeLessThan(10);
    const torn = endless(`${part.slice(5)}${part.slice(0, 5)}`, 1_000);
    expect(await said(await post(headers, torn.stream))).toEqual([413, "BODY_TOO_LARGE"]);
  });

  it("that is an upload may have no more to say than JSON may", async () => {
    const form = new FormData();
    form.set(
      "operations",
      JSON.stringify({ query: "{ __typename }", variables: { a: "x".repeat(1_000_000) } }),
    );
    expect(await said(await post({ "apollo-require-preflight": "1" }, form))).toEqual([
      413,
      "BODY_TOO_LARGE",
    ]);
  });

  it.each([
    { operations: "{" },
    { map: "{}" },
    { operations: hello, map: '{"0":null}' },
    { operations: hello, map: "[[7]]" },
    { operations: "7", map: '{"0":["variables.file"]}' },
    { operations: "null" },
  ])("that is no upload is refused: %o", async (parts) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(parts)) form.set(name, value);
    expect(await said(await post({ "apollo-require-preflight": "1" }, form))).toEqual([400, "BAD_REQUEST"]);
  });
});
