import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { processRequests } from "../../src/enrichment/processing/processor.ts";
import { claim, requestEnrichment } from "../../src/enrichment/requests.ts";
import { providerNames } from "../../src/enrichment/services.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { execute } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import {
  BookDocument,
  FindAuthorsDocument,
  NodesDocument,
  RequestEnrichmentDocument,
} from "../support/operations.gen.ts";
import { calls, freshProviders, switchTo } from "../support/providers.ts";

const editor = { authorization: "Bearer an-editor's-key" };

beforeEach(async () => {
  await freshProviders();
  await env.DB.prepare("DELETE FROM enrichment_requests").run();
  vi.spyOn(env.ENRICHMENT_QUEUE, "send").mockResolvedValue({
    metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } },
  });
});

async function ask(key: string, more: object = {}) {
  const { data, errors } = await execute(
    RequestEnrichmentDocument,
    { entity: "EDITION", key, ...more },
    editor,
  );
  expect(errors).toEqual([]);
  return data.requestEnrichment;
}

async function look(id: string) {
  const { data } = await execute(NodesDocument, { ids: [id] });
  const [node] = data.nodes;
  if (node?.__typename !== "EnrichmentRequest") throw new Error("no request");
  return node;
}

describe("a request", () => {
  it("is done by the processor, every attempt logged with the fields that stand on it", async () => {
    const request = await ask("9780451524935");
    expect(request).toMatchObject({ status: "QUEUED", priority: 5, attempts: [] });
    expect(await processRequests(env, () => new Date())).toBe(1);
    const done = await look(request.id);
    expect(done).toMatchObject({ status: "COMPLETED" });
    const inOrder = ["ISBNDB", "GOOGLE_BOOKS", "OPEN_LIBRARY"];
    expect(done.attempts.map(({ provider }) => provider)).toEqual(inOrder.slice(0, done.attempts.length));
    expect(done.attempts.flatMap(({ fieldsUpdated }) => fieldsUpdated)).toContain("title");
  });

  it("asks the providers that it names, in its order, and none after the record is complete", async () => {
    const request = await ask("9780141439518", { providers: ["OPEN_LIBRARY", "GOOGLE_BOOKS", "ISBNDB"] });
    await processRequests(env, () => new Date());
    const { attempts } = await look(request.id);
    const { data } = await execute(BookDocument, { isbn: "9780141439518" });
    expect(attempts.map(({ provider }) => provider)).toEqual(
      ["OPEN_LIBRARY", "GOOGLE_BOOKS", "ISBNDB"].slice(0, attempts.length),
    );
    expect(attempts.length === 3 || data.book?.completeness === 100).toBe(true);
    await switchTo({ isbndb: "down" });
    const other = await ask("9780141439518", { providers: ["ISBNDB"] });
    await processRequests(env, () => new Date());
    expect((await look(other.id)).attempts.map(({ provider }) => provider)).toEqual(["ISBNDB"]);
  });

  it("goes on with the next provider when one is down", async () => {
    await switchTo({ isbndb: "down" });
    const request = await ask("9780141439600");
    await processRequests(env, () => new Date());
    const { attempts, status } = await look(request.id);
    expect(status).toBe("COMPLETED");
    expect(attempts[0]).toMatchObject({ provider: "ISBNDB", succeeded: false });
    expect(attempts[1]).toMatchObject({ provider: "GOOGLE_BOOKS" });
  });

  it("is one for each thing while it is under way, at the higher priority", async () => {
    const one = await ask("9780141439518", { priority: 3 });
    const other = await ask("978-0-14-143951-8", { priority: 8 });
    expect(other.id).toBe(one.id);
    expect(other.priority).toBe(8);
  });

  it("is tried again later when the providers are down, and at last failed and visible", async () => {
    await switchTo({ isbndb: "down", "google-books": "down", "open-library": "down" });
    const request = await ask("9780140449136");
    let now = new Date();
    const statuses: string[] = [];
    for (let round = 0; round < 4; round++) {
      expect(await processRequests(env, () => now)).toBe(1);
      expect(await processRequests(env, () => now)).toBe(0);
      statuses.push((await look(request.id)).status);
      now = new Date(now.getTime() + 24 * 3_600_000);
    }
    expect(statuses).toEqual(["QUEUED", "QUEUED", "QUEUED", "FAILED"]);
    expect((await look(request.id)).attempts[0]?.error).toBeTruthy();
  });

  it("for a book that the catalogue has is not done while nobody answers", async () => {
    await shelve([editionRecord({ isbn: parseIsbn("9780140449136"), title: "Known" })]);
    await switchTo({ isbndb: "down", "google-books": "down", "open-library": "down" });
    const request = await ask("9780140449136");
    await processRequests(env, () => new Date());
    expect(await look(request.id)).toMatchObject({ status: "QUEUED" });
  });

  it("waits without using up a retry while every provider is closed", async () => {
    const request = await ask("9780141439600");
    for (const name of providerNames) {
      const gate = env.PROVIDER_GATES.get(env.PROVIDER_GATES.idFromName(name));
      await gate.report({ kind: "told-to-wait", retryAt: Date.now() + 3_600_000 }, 0);
    }
    const before = await calls();
    for (let round = 0; round < 6; round++) {
      const now = new Date(Date.now() + round * 2 * 3_600_000);
      expect(await processRequests(env, () => now)).toBe(1);
    }
    expect(await look(request.id)).toMatchObject({ status: "QUEUED", attempts: [] });
    expect(await calls()).toEqual(before);
    await freshProviders();
    await processRequests(env, () => new Date(Date.now() + 24 * 3_600_000));
    expect(await look(request.id)).toMatchObject({ status: "COMPLETED" });
  });

  it("for an author is answered by Wikidata", async () => {
    await shelve();
    const found = await execute(FindAuthorsDocument, { query: "franz kafka" });
    const key = found.data.authors.edges[0]?.node.id ?? "";
    const request = await ask(key, { entity: "AUTHOR" });
    await processRequests(env, () => new Date());
    expect(await look(request.id)).toMatchObject({
      status: "COMPLETED",
      attempts: expect.arrayContaining([expect.objectContaining({ provider: "WIKIDATA", succeeded: true })]),
    });
  });

  it("for a work fills what is empty from Open Library's work and asks about its editions", async () => {
    await ask("9780451524935", { providers: ["OPEN_LIBRARY"] });
    await processRequests(env, () => new Date());
    const { data } = await execute(BookDocument, { isbn: "9780451524935" });
    const work = data.book?.work.id ?? "";
    await env.DB.prepare(
      "UPDATE works SET description = NULL, first_published_year = NULL, subtitle = 'Kept'",
    ).run();
    const request = await ask(work, { entity: "WORK" });
    await processRequests(env, () => new Date());
    const done = await look(request.id);
    expect(done).toMatchObject({ status: "COMPLETED" });
    expect(done.attempts[0]).toMatchObject({
      provider: "OPEN_LIBRARY",
      succeeded: true,
      fieldsUpdated: expect.arrayContaining(["description", "firstPublishedYear"]),
    });
    const row = await env.DB.prepare(
      "SELECT first_published_year AS year, subtitle FROM works WHERE id = (SELECT work_id FROM books WHERE isbn = ?)",
    )
      .bind("9780451524935")
      .first();
    expect(row).toEqual({ year: 1949, subtitle: "Kept" });
  });

  it("for an author whom Open Library has named asks for them by that name of theirs", async () => {
    await shelve();
    const found = await execute(FindAuthorsDocument, { query: "franz kafka" });
    const { id = "" } = found.data.authors.edges[0]?.node ?? {};
    const own = Buffer.from(id, "base64").toString().split(":")[1];
    await env.DB.prepare(
      `INSERT INTO identifiers (source, identifier, entity, "key") VALUES ('OPEN_LIBRARY', 'OL21594A', 'AUTHOR', ?) ON CONFLICT DO NOTHING`,
    )
      .bind(own)
      .run();
    const request = await ask(id, { entity: "AUTHOR", providers: ["OPEN_LIBRARY"] });
    await processRequests(env, () => new Date());
    expect((await look(request.id)).attempts).toMatchObject([{ provider: "OPEN_LIBRARY", succeeded: true }]);
  });

  it.each([
    ["a priority of 0", { key: "9780140449136", priority: 0 }, "priority"],
    ["a key that is no ISBN", { key: "nonsense" }, "key"],
    ["an edition's key for a work", { entity: "WORK", key: "9780140449136" }, "key"],
  ])("with %s is refused", async (_what, variables, argument) => {
    const { errors } = await execute(
      RequestEnrichmentDocument,
      { entity: "EDITION", ...variables } as never,
      editor,
    );
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument } }]);
  });

  it("needs an editor's key", async () => {
    const { errors } = await execute(RequestEnrichmentDocument, { entity: "EDITION", key: "9780140449136" });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });
});

describe("claiming", () => {
  it("takes the highest priority first, then the oldest, and nothing twice", async () => {
    const db = new RequestDatabase(env.DB);
    for (const [index, priority] of [5, 9, 5, 1].entries()) {
      const request = { entity: "EDITION" as const, key: `key-${index}`, priority, providers: null };
      await requestEnrichment(db, [request], new Date(Date.parse("2026-01-01") + index));
    }
    const now = new Date("2026-01-02");
    const [one, other] = await Promise.all([claim(db, 2, now), claim(db, 2, now)]);
    const keys = [...one, ...other].map(({ key }) => key);
    expect(keys.toSorted()).toEqual(["key-0", "key-1", "key-2", "key-3"]);
    expect(one.map(({ key }) => key).toSorted()).toEqual(["key-0", "key-1"]);
  });
});
