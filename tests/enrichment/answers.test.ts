import { describe, expect, it } from "vitest";
import { open } from "../../src/enrichment/providers/answer.ts";
import { googleBooks } from "../../src/enrichment/providers/google-books.ts";
import { isbndb } from "../../src/enrichment/providers/isbndb.ts";
import { openLibrary } from "../../src/enrichment/providers/open-library.ts";
import { wikidata } from "../../src/enrichment/providers/wikidata.ts";
import { answer, isbn } from "./played.ts";

const google = (reason: string, message = "Limit") => ({
  error: { code: 403, message, errors: [{ reason }] },
});

describe("an answer that is no data", () => {
  it("tells Google's daily quota from its minute's", () => {
    const perDay = {
      error: {
        code: 429,
        message: "Quota exceeded",
        status: "RESOURCE_EXHAUSTED",
        details: [{ reason: "RATE_LIMIT_EXCEEDED", metadata: { quota_unit: "1/d/{project}" } }],
      },
    };
    const perMinute = {
      error: {
        code: 429,
        message: "Quota exceeded for 'Queries per minute'",
        status: "RESOURCE_EXHAUSTED",
        details: [{ reason: "RATE_LIMIT_EXCEEDED", metadata: { quota_unit: "1/min/{project}" } }],
      },
    };
    expect(open(answer(perDay, 429))).toMatchObject({ kind: "rate-limited", quotaExhausted: true });
    expect(open(answer(perMinute, 429))).toMatchObject({ kind: "rate-limited", quotaExhausted: false });
    expect(open(answer(google("dailyLimitExceeded"), 403))).toMatchObject({ quotaExhausted: true });
    expect(open(answer(google("rateLimitExceeded"), 403))).toMatchObject({ quotaExhausted: true });
    expect(open(answer(google("userRateLimitExceeded"), 403))).toMatchObject({ quotaExhausted: false });
  });

  it("has the seconds of Retry-After, however they are told", () => {
    expect(open(answer("", 429, { "retry-after": "30" }))).toMatchObject({ retryAfterSeconds: 30 });
    const date = { date: "Sat, 21 Nov 2026 10:00:00 GMT", "retry-after": "Sat, 21 Nov 2026 10:01:30 GMT" };
    expect(open(answer("", 429, date))).toMatchObject({ retryAfterSeconds: 90 });
    expect(open(answer("", 429, { "retry-after": "soon" }))).toMatchObject({ retryAfterSeconds: null });
    expect(open(answer("<html>slow down</html>", 429))).toMatchObject({ kind: "rate-limited" });
  });

  it("tells ISBNdb's plan from its pace", () => {
    expect(open(answer({ message: "Limit Exceeded" }, 429))).toMatchObject({ quotaExhausted: true });
    expect(open(answer({ message: "Too Many Requests" }, 429))).toMatchObject({ quotaExhausted: false });
  });

  it("is about the key", () => {
    expect(open(answer({ message: "Forbidden" }, 403))).toMatchObject({ kind: "unauthorised" });
    expect(open(answer("", 401))).toMatchObject({ kind: "unauthorised" });
    expect(open(answer(google("keyInvalid"), 400))).toMatchObject({ kind: "unauthorised" });
  });

  it("is a page for people", () => {
    const page = "<!DOCTYPE html><html><title>Just a moment...</title><p>captcha</p></html>";
    expect(open(answer(page, 200))).toMatchObject({ kind: "blocked" });
    expect(open(answer(page, 403))).toMatchObject({ kind: "blocked" });
    expect(open(answer(page, 503))).toMatchObject({ kind: "blocked" });
    expect(open(answer("<html>Bad gateway</html>", 502))).toMatchObject({ kind: "server-error" });
    expect(open(answer("<html>Not found</html>", 404))).toEqual({ outcome: "none" });
  });

  it("cannot be read", () => {
    expect(open(answer('{"items": [', 200))).toMatchObject({ kind: "malformed" });
    expect(open(answer("", 200))).toMatchObject({ kind: "malformed" });
    expect(open(answer("", 302))).toMatchObject({ kind: "malformed" });
  });

  it("is an error under status 200", () => {
    expect(
      open(answer({ error: { code: "maxlag", info: "Waiting for a server" } }, 200, { "retry-after": "5" })),
    ).toMatchObject({
      kind: "rate-limited",
      retryAfterSeconds: 5,
      quotaExhausted: false,
    });
    expect(open(answer({ error: { code: "badvalue", info: "Unrecognized" } }))).toMatchObject({
      kind: "rejected",
    });
  });
});

describe("an answer of another shape", () => {
  it.for([[], {}, "text", 5, null, { items: "many" }, { docs: 1 }, { books: {} }, { entities: [] }])(
    "is malformed or empty, and nothing throws: %j",
    (body) => {
      const asked = isbn("9780141439518");
      const answers = [
        googleBooks.book?.read(answer(JSON.stringify(body)), asked),
        googleBooks.search?.read(answer(JSON.stringify(body)), {
          title: "a",
          author: null,
          isbn: null,
          limit: 1,
        }),
        isbndb.book?.read(answer(JSON.stringify(body)), asked),
        openLibrary.book?.read(answer(JSON.stringify(body)), asked),
        openLibrary.edition.read(answer(JSON.stringify(body)), asked),
        openLibrary.search?.read(answer(JSON.stringify(body)), {
          title: "a",
          author: null,
          isbn: null,
          limit: 1,
        }),
        openLibrary.work?.read(answer(JSON.stringify(body)), "OL1W"),
        openLibrary.author?.read(answer(JSON.stringify(body)), "OL1A"),
        wikidata.author?.read(answer(JSON.stringify(body)), "Q1"),
        wikidata.authorsNamed?.read(answer(JSON.stringify(body)), { name: "a", limit: 1 }),
      ];
      for (const read of answers) expect(read?.outcome).toMatch(/^(failed|not-found)$/);
    },
  );
});
