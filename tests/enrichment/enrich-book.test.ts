import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import books from "../../dev/local-platform/providers/books.json";
import { editionRecord } from "../../src/books/record.ts";
import { saveEditions } from "../../src/books/save.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { execute } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import {
  BookDocument,
  CapabilitiesDocument,
  EnrichBookDocument,
  PutWorkDocument,
} from "../support/operations.gen.ts";
import { calls, freshProviders, switchTo } from "../support/providers.ts";

async function enrich(isbn: string, force = false) {
  const { data, errors } = await execute(EnrichBookDocument, { isbn, force });
  expect(errors).toEqual([]);
  return data.enrichBook;
}

beforeEach(freshProviders);

describe("enrichBook", () => {
  it("makes an unknown barcode a complete record with its sources, and asks nobody the second time", async () => {
    const first = await enrich("978-0-14-044913-6");
    expect(first).toMatchObject({
      __typename: "EnrichBookSuccess",
      fromCache: false,
      book: {
        isbn: "9780140449136",
        title: "Crime and Punishment",
        publisher: "Penguin Classics",
        language: "en",
        pageCount: 671,
        work: { title: "Crime and Punishment" },
      },
    });
    if (first.__typename !== "EnrichBookSuccess") return;
    expect(first.fieldsUpdated).toEqual(
      expect.arrayContaining(["title", "description", "pageCount", "contributors"]),
    );
    expect(first.book.completeness).toBeGreaterThanOrEqual(88);
    expect(first.book.contributors[0]).toEqual({ role: "AUTHOR", creditedAs: "Fyodor Dostoevsky" });
    expect(first.book.sources.length).toBeGreaterThan(0);
    const before = await calls();
    expect(await enrich("9780140449136")).toMatchObject({ fromCache: true, fieldsUpdated: [] });
    expect(await calls()).toEqual(before);
  });

  it("never makes contributors or sources grow by repetition", async () => {
    const once = await enrich("9780141439518", true);
    const twice = await enrich("9780141439518", true);
    if (once.__typename !== "EnrichBookSuccess" || twice.__typename !== "EnrichBookSuccess")
      throw new Error("not found");
    expect(twice.book.contributors).toEqual(once.book.contributors);
    expect(twice.book.sources.length).toBe(once.book.sources.length);
    expect(twice.fieldsUpdated).toEqual([]);
  });

  it("asks each provider once for two scans at the same moment", async () => {
    const [one, other] = await Promise.all([enrich("9780451524935"), enrich("9780451524935")]);
    expect(one.__typename).toBe("EnrichBookSuccess");
    expect(other.__typename).toBe("EnrichBookSuccess");
    for (const [name, count] of Object.entries(await calls())) expect(count, name).toBeLessThanOrEqual(1);
  });

  it("answers a scan in full while the same book is asked of one provider only", async () => {
    const object = env.ENRICHMENTS.get(env.ENRICHMENTS.idFromName("9780060883287"));
    const [, scan] = await Promise.all([
      object.enrich("9780060883287", false, ["ISBNDB"]),
      enrich("9780060883287"),
    ]);
    expect(scan).toMatchObject({ __typename: "EnrichBookSuccess", fromCache: false });
    expect(await calls()).toMatchObject({ isbndb: 1, "google-books": 1, "open-library": 1 });
  });

  it("knows editions of one work by Open Library's key, whatever language their titles are in", async () => {
    const english = await enrich("9780679720201");
    const spanish = await enrich("9782070360024");
    if (english.__typename !== "EnrichBookSuccess" || spanish.__typename !== "EnrichBookSuccess")
      throw new Error("not found");
    expect(spanish.book.title).not.toBe(english.book.title);
    expect(spanish.book.work.id).toBe(english.book.work.id);
  });

  it("leaves an edition in the work that an editor gave it", async () => {
    await enrich("9780679720201", true);
    await enrich("9782070360024", true);
    const input = { title: "A Work of Its Own", isbns: ["9782070360024"] };
    const { data } = await execute(PutWorkDocument, { input } as never, { "x-api-key": "an-editor's-key" });
    expect(await enrich("9782070360024", true)).toMatchObject({ book: { work: { id: data.putWork.id } } });
  });

  it("lets one source only claim a field, and keeps who said something before", async () => {
    const isbn = parseIsbn("9780743273565");
    const source = { provider: "IMPORT" as const, reference: "job:1", quality: 15, fields: ["title"] };
    const saving = { record: editionRecord({ isbn, title: "A poor title" }), createdBy: "import", source };
    await saveEditions(new RequestDatabase(env.DB), [saving], new Date());
    const enriched = await enrich(isbn, true);
    if (enriched.__typename !== "EnrichBookSuccess") throw new Error("not found");
    const { sources } = enriched.book;
    expect(sources.filter(({ fields }) => fields.includes("title"))).toHaveLength(1);
    expect(sources).toContainEqual({ provider: "IMPORT", quality: 15, fields: [] });
  });

  it("leaves what was put in by hand as it is", async () => {
    await shelve([editionRecord({ isbn: parseIsbn("9780060850524"), title: "An Editor's Title" })]);
    const enriched = await enrich("9780060850524");
    expect(enriched).toMatchObject({ book: { title: "An Editor's Title" } });
    if (enriched.__typename === "EnrichBookSuccess") expect(enriched.fieldsUpdated).not.toContain("title");
  });

  it("says when nobody knows an ISBN, and who was asked", async () => {
    expect(await enrich("9780306406157")).toMatchObject({
      __typename: "BookNotFound",
      triedProviders: ["ISBNDB", "GOOGLE_BOOKS", "OPEN_LIBRARY"],
    });
    const before = await calls();
    await enrich("9780306406157");
    expect(await calls()).toEqual(before);
  });
});

describe("on a provider's bad day", () => {
  it.each([
    ["server-error", "malformed", "9780547928227"],
    ["down", "blocked", "9780441172719"],
    ["rate-limited", "quota-exhausted", "9780141441146"],
  ])("the others answer: %s and %s", async (one, other, isbn) => {
    await switchTo({ isbndb: one, "google-books": other });
    expect(await enrich(isbn)).toMatchObject({ __typename: "EnrichBookSuccess", book: { isbn } });
    const { data } = await execute(BookDocument, { isbn });
    expect(data.book?.sources.map(({ provider }) => provider)).toEqual(["OPEN_LIBRARY"]);
  });

  it("a slow one is not waited for, and what it says is written afterwards", async () => {
    await switchTo({ "google-books": "slow", isbndb: "down", "open-library": "down" });
    const started = Date.now();
    expect((await enrich("9780141439556")).__typename).toBe("ProvidersUnavailable");
    expect(Date.now() - started).toBeLessThan(3_000);
    for (let tries = 0; tries < 80; tries++) {
      const { data } = await execute(BookDocument, { isbn: "9780141439556" });
      if (data.book) return;
      await new Promise((resume) => setTimeout(resume, 100));
    }
    throw new Error("The late answer was never written");
  }, 15_000);

  it("a 429 is obeyed: the next scan does not ask again", async () => {
    await switchTo({ isbndb: "rate-limited", "google-books": "down", "open-library": "down" });
    expect(await enrich("9780142437230")).toMatchObject({ __typename: "ProvidersUnavailable" });
    const { isbndb } = await calls();
    const again = await enrich("9780142437230");
    expect((await calls()).isbndb).toBe(isbndb);
    expect(again).toMatchObject({ __typename: "ProvidersUnavailable" });
  });

  it("five failures open its circuit, which capabilities show and no call passes", async () => {
    await switchTo({ "google-books": "server-error", isbndb: "down", "open-library": "down" });
    for (const isbn of ["9780000000002", "9780000000019", "9780000000026", "9780000000033", "9780000000040"])
      await enrich(isbn);
    const before = (await calls())["google-books"];
    const { data } = await execute(CapabilitiesDocument, {});
    const google = data.capabilities.providers.find(({ provider }) => provider === "GOOGLE_BOOKS");
    expect(google).toEqual({ provider: "GOOGLE_BOOKS", available: false, circuit: "OPEN" });
    await enrich("9780000000057");
    expect((await calls())["google-books"]).toBe(before);
  });

  it("an earlier answer serves while it is down, and the client is told", async () => {
    const known = books.at(-1)?.isbn ?? "";
    await enrich(known);
    await env.DB.prepare("DELETE FROM books WHERE isbn = ?").bind(known).run();
    await switchTo({ isbndb: "down", "google-books": "down", "open-library": "down" });
    const { data, extensions } = await execute(EnrichBookDocument, { isbn: known, force: true });
    expect(data.enrichBook).toMatchObject({ __typename: "EnrichBookSuccess", fromCache: true });
    expect(extensions.notes).toContain("ISBNDB could not be asked: what it said before was used.");
  });

  it("a scan that nobody can answer is queued, once", async () => {
    await switchTo({ isbndb: "down", "google-books": "down", "open-library": "down" });
    const one = await enrich("9780735619678");
    const other = await enrich("9780735619678");
    expect(one).toMatchObject({ __typename: "ProvidersUnavailable", queued: { status: "QUEUED" } });
    expect(other).toMatchObject({ queued: "queued" in one ? { id: one.queued?.id } : null });
  });
});
