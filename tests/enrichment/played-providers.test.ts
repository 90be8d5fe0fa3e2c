import { beforeEach, describe, expect, it, vi } from "vitest";
import { ProviderDown } from "../../dev/local-platform/providers/behaviour.ts";
import { playedBooks } from "../../dev/local-platform/providers/books.ts";
import { playedProviders } from "../../dev/local-platform/providers/index.ts";
import { mergeEdition } from "../../src/enrichment/merge.ts";
import { googleBooks } from "../../src/enrichment/providers/google-books.ts";
import { isbndb } from "../../src/enrichment/providers/isbndb.ts";
import { openLibrary } from "../../src/enrichment/providers/open-library.ts";
import { wikidata } from "../../src/enrichment/providers/wikidata.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { ask, isbn, isbnBeginning, type Played } from "./played.ts";

let played: Played;
beforeEach(() => {
  played = playedProviders();
});

const post = (path: string, body: unknown) =>
  played(new Request(`http://played.test${path}`, { method: "POST", body: JSON.stringify(body) }));

describe("the played services", () => {
  it("know about thirty books by valid ISBNs, each known to at least two of them", async () => {
    expect(playedBooks.length).toBeGreaterThanOrEqual(30);
    for (const { isbn: text, title } of playedBooks) {
      const asked = parseIsbn(text);
      const results = [
        await ask(played, "google-books", googleBooks.book, asked),
        await ask(played, "open-library", openLibrary.book, asked),
        await ask(played, "isbndb", isbndb.book, asked),
      ];
      const records = results.flatMap((result) => (result.outcome === "found" ? result.records : []));
      expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
      expect(records.length, title).toBeGreaterThanOrEqual(2);
      const merged = mergeEdition(null, records);
      expect(merged?.record).toMatchObject({ isbn: asked, title });
      expect(
        merged?.record.contributors.filter(({ role }) => role === "AUTHOR"),
        title,
      ).toHaveLength(1);
    }
  });

  it("make one record of a translation, with its translator", async () => {
    const result = await ask(played, "open-library", openLibrary.book, isbn("9780060883287"));
    expect(result).toMatchObject({
      records: [
        {
          contributors: [{ name: "Gabriel García Márquez" }, { name: "Gregory Rabassa", role: "TRANSLATOR" }],
        },
      ],
    });
  });

  it("find by words, by several ISBNs, works, their editions and authors", async () => {
    const words = { title: "animal", author: "Orwell", isbn: null, limit: 5 };
    expect(await ask(played, "google-books", googleBooks.search, words)).toMatchObject({
      records: [{ title: "Animal Farm" }],
    });
    expect(await ask(played, "isbndb", isbndb.search, words)).toMatchObject({
      records: [{ title: "Animal Farm" }],
    });
    const found = await ask(played, "open-library", openLibrary.search, { ...words, title: null, limit: 9 });
    expect(found).toMatchObject({ records: [{ title: "1984" }] });
    const many = [isbn("9780451524935"), isbn("9780451526342"), isbn("9780735619678")];
    expect(await ask(played, "isbndb", isbndb.books, many)).toMatchObject({ outcome: "found" });
    expect(await ask(played, "open-library", openLibrary.books, many)).toMatchObject({ outcome: "found" });
    if (found.outcome !== "found") return;
    const [{ identifiers } = { identifiers: null }] = found.records;
    const work = identifiers?.openLibraryWork ?? "";
    expect(await ask(played, "open-library", openLibrary.work, work)).toMatchObject({
      records: [{ firstPublishedYear: 1949 }],
    });
    expect(
      await ask(played, "open-library", openLibrary.editionsOfWork, { work, limit: 5, offset: 0 }),
    ).toMatchObject({ outcome: "found" });
    expect(await ask(played, "open-library", openLibrary.author, "OL118077A")).toMatchObject({
      records: [{ birthYear: 1903, identifiers: { wikidata: "Q3335" } }],
    });
    expect(await ask(played, "wikidata", wikidata.authorsNamed, { name: "orwell", limit: 5 })).toMatchObject({
      records: [{ reference: "Q3335" }],
    });
    expect(await ask(played, "wikidata", wikidata.author, "Q3335")).toMatchObject({
      records: [{ birthYear: 1903, deathYear: 1950, nationalityId: "Q145" }],
    });
    expect(await ask(played, "wikidata", wikidata.labels, ["Q145"])).toMatchObject({
      records: [{ label: "United Kingdom" }],
    });
  });

  it("do not know what is not theirs", async () => {
    const unknown = isbn("9780735619678");
    expect(await ask(played, "google-books", googleBooks.book, unknown)).toMatchObject({
      outcome: "not-found",
    });
    expect(await ask(played, "open-library", openLibrary.book, unknown)).toMatchObject({
      outcome: "not-found",
    });
    expect(await ask(played, "open-library", openLibrary.edition, unknown)).toMatchObject({
      outcome: "not-found",
    });
    expect(await ask(played, "isbndb", isbndb.book, unknown)).toMatchObject({ outcome: "not-found" });
    expect(await ask(played, "wikidata", wikidata.author, "Q999999")).toMatchObject({ outcome: "not-found" });
    expect(await played(new Request("http://played.test/elsewhere"))).toBeNull();
  });
});

describe("a bad day", () => {
  const services = { "google-books": googleBooks, "open-library": openLibrary, isbndb } as const;

  it.for([
    ["9780009429", "rate-limited", false],
    ["9780009403", "rate-limited", true],
    ["9780009500", "server-error", undefined],
    ["9780009200", "malformed", undefined],
    ["9780009503", "blocked", undefined],
  ] as [string, string, boolean | undefined][])(
    "comes with ISBNs that begin with %s: %s",
    async ([beginning, kind, quota]) => {
      const asked = isbnBeginning(`${beginning}00`);
      for (const name of ["google-books", "open-library", "isbndb"] as const) {
        const result = await ask(played, name, services[name].book, asked);
        expect(result, name).toMatchObject({
          outcome: "failed",
          kind,
          ...(quota === undefined ? {} : { quotaExhausted: quota }),
        });
      }
    },
  );

  it("is switched per provider, counted, and reset", async () => {
    expect((await post("/providers/isbndb/behaviour", { behaviour: "rate-limited" }))?.status).toBe(200);
    const asked = isbn("9780451526342");
    expect(await ask(played, "isbndb", isbndb.book, asked)).toMatchObject({
      kind: "rate-limited",
      retryAfterSeconds: 7,
    });
    expect(await ask(played, "google-books", googleBooks.book, asked)).toMatchObject({ outcome: "found" });
    const status = await played(new Request("http://played.test/providers"));
    expect(await status?.json()).toMatchObject({
      isbndb: { behaviour: "rate-limited", calls: 1 },
      wikidata: { calls: 0 },
    });
    await post("/providers/reset", {});
    expect(await ask(played, "isbndb", isbndb.book, asked)).toMatchObject({ outcome: "found" });
    expect((await post("/providers/isbndb/behaviour", { behaviour: "moody" }))?.status).toBe(400);
    expect((await post("/providers/nobody/behaviour", { behaviour: "slow" }))?.status).toBe(404);
  });

  it("comes by a header", async () => {
    const headers = { "x-played-behaviour": "server-error" };
    const response = await played(
      new Request("http://played.test/providers/wikidata?action=wbgetentities&ids=Q42", { headers }),
    );
    expect(response?.status).toBe(500);
  });

  it("is an answer that never comes", async () => {
    await post("/providers/wikidata/behaviour", { behaviour: "down" });
    await expect(ask(played, "wikidata", wikidata.author, "Q42")).rejects.toThrow(ProviderDown);
  });

  it("is an answer that comes late", async () => {
    vi.useFakeTimers();
    try {
      await post("/providers/wikidata/behaviour", { behaviour: "slow" });
      let answered = false;
      const result = ask(played, "wikidata", wikidata.author, "Q42").then((value) => {
        answered = true;
        return value;
      });
      await vi.advanceTimersByTimeAsync(5000);
      expect(answered).toBe(false);
      await vi.advanceTimersByTimeAsync(2000);
      expect(await result).toMatchObject({ outcome: "found" });
    } finally {
      vi.useRealTimers();
    }
  });
});
