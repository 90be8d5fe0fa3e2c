import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { sweep, vectorize } from "../../src/search/vectorize.ts";
import { execute } from "../support/api.ts";
import { derHobbit, library, shelve, theHobbit, theTrial } from "../support/library.ts";
import { CapabilitiesDocument, SearchDocument, SimilarDocument } from "../support/operations.gen.ts";
import { behave, deliverEmbedding } from "../support/platform.ts";

const isbns = library.map(({ isbn }) => String(isbn));
const now = new Date("2026-02-03T04:05:06Z");

beforeAll(async () => {
  await shelve();
  await vectorize(env, isbns, now);
});
afterEach(() => behave({ ai: "normal", vectors: "normal" }));

/** Each test asks as another caller, since five searches by meaning a minute are the limit. */
let callers = 0;
async function search(
  query: string,
  mode: "SEMANTIC" | "HYBRID" | "TEXT",
  more: { filter?: object; first?: number; after?: string | null } = {},
) {
  const address = { "cf-connecting-ip": `10.0.0.${++callers}` };
  const { data, errors, trips } = await execute(SearchDocument, { query, mode, ...more }, address);
  expect(errors).toEqual([]);
  return { ...data.search, titles: data.search.edges.map(({ node }) => node.title), trips };
}

describe("SEMANTIC", () => {
  it("finds by what a book is about, in few trips to D1", async () => {
    const found = await search("somebody who works at a bank is arrested", "SEMANTIC");
    expect(found).toMatchObject({ mode: "SEMANTIC", degradedFrom: null });
    expect(found.titles[0]).toBe("The Trial");
    expect(found.edges[0]?.matchedBy).toEqual(["SEMANTIC"]);
    expect(found.trips).toBeLessThanOrEqual(3);
  });

  it("is narrowed by every part of the filter", async () => {
    expect((await search("hobbit", "SEMANTIC", { filter: { languages: ["de"] } })).titles).toEqual([
      "Der kleine Hobbit",
    ]);
    expect((await search("hobbit", "SEMANTIC", { filter: { publishedTo: 1975 } })).titles).toEqual([
      "Der kleine Hobbit",
    ]);
    expect((await search("hobbit", "SEMANTIC", { filter: { subjects: ["law"] } })).titles).toEqual([
      "The Trial",
    ]);
  });

  it("pages through every hit once, and ends", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search("a book", "SEMANTIC", {
        first: 2,
        after,
      });
      seen.push(...page.titles);
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    } while (after);
    expect(seen.toSorted()).toEqual(library.map(({ title }) => title).toSorted());
  });

  it("looks an ISBN up", async () => {
    expect((await search("0-8052-0999-9", "SEMANTIC")).titles).toEqual(["The Trial"]);
  });
});

describe("HYBRID", () => {
  it("says for each hit which ways found it", async () => {
    const found = await search("a clerk arrested at the bank", "HYBRID");
    expect(found.titles[0]).toBe("The Trial");
    expect(found.edges[0]).toMatchObject({ matchedBy: ["TEXT", "SEMANTIC"] });
    expect(found.edges[0]?.highlight).toContain("<mark>");
    expect(found.edges.some(({ matchedBy }) => matchedBy.length === 1 && matchedBy[0] === "SEMANTIC")).toBe(
      true,
    );
  });
});

describe("when meaning is unavailable", () => {
  it.each([
    ["the model is down", { ai: "down" }],
    ["the model is over its quota", { ai: "over-quota" }],
    ["the model is slow", { ai: "slow" }],
    ["the index is down", { vectors: "down" }],
    ["the index is slow", { vectors: "slow" }],
  ])("text answers and says so: %s", async (what, behaviour) => {
    await behave(behaviour);
    const query = `trial kafka ${what}`;
    const found = await search(query, "HYBRID");
    expect(found).toMatchObject({ mode: "TEXT", degradedFrom: "HYBRID" });
    expect(found.titles[0]).toBe("The Trial");
  });

  it("a query that was embedded before needs no model", async () => {
    await search("the clerk again", "SEMANTIC");
    await behave({ ai: "down" });
    expect(await search("  The clerk AGAIN ", "SEMANTIC")).toMatchObject({
      mode: "SEMANTIC",
      degradedFrom: null,
    });
  });
});

describe("vectors", () => {
  it("follow a book's text, by its content and not by time", async () => {
    expect(await vectorize(env, isbns, now)).toBe(0);
    await env.DB.prepare("UPDATE books SET description = 'A lighthouse keeper in a storm' WHERE isbn = ?")
      .bind(theTrial.isbn)
      .run();
    expect(await vectorize(env, isbns, now)).toBe(1);
    expect((await search("a lighthouse in a storm", "SEMANTIC")).titles[0]).toBe("The Trial");
    await env.DB.prepare("UPDATE books SET description = ? WHERE isbn = ?")
      .bind(theTrial.description, theTrial.isbn)
      .run();
    await vectorize(env, isbns, now);
  });

  it("are removed with their book", async () => {
    const isbn = parseIsbn("9780306406157");
    await shelve([editionRecord({ isbn, title: "Soon Gone" })]);
    await deliverEmbedding({ isbns: [isbn] });
    expect(await env.BOOK_VECTORS.getByIds([isbn])).toHaveLength(1);
    await env.DB.batch([
      env.DB.prepare("DELETE FROM book_search WHERE rowid = (SELECT row_id FROM books WHERE isbn = ?)").bind(
        isbn,
      ),
      env.DB.prepare("DELETE FROM books WHERE isbn = ?").bind(isbn),
    ]);
    await deliverEmbedding({ isbns: [isbn] });
    expect(await env.BOOK_VECTORS.getByIds([isbn])).toEqual([]);
  });

  it("are tried again later when the model fails, and kept for an operator when it keeps failing", async () => {
    await behave({ ai: "down" });
    const isbn = parseIsbn("9780735619678");
    await shelve([editionRecord({ isbn, title: "Not Yet" })]);
    expect(await deliverEmbedding({ isbns: [isbn] })).toMatchObject({
      explicitAcks: [],
      retryMessages: [{ msgId: "e1" }],
    });
    await deliverEmbedding({ isbns: [isbn] }, "bookstrack-embeddings-dead");
    const letter = await env.DB.prepare("SELECT queue, body FROM dead_letters").first();
    expect(letter).toEqual({ queue: "embeddings", body: JSON.stringify({ isbns: [isbn] }) });
  });

  it("of another model are found by the sweep, and of this model left alone", async () => {
    await vectorize(env, ["9780735619678"], now);
    expect(await sweep(env)).toBe(0);
    await env.DB.prepare("UPDATE books SET embedding_hash = 'older-model abc' WHERE isbn = ?")
      .bind(theTrial.isbn)
      .run();
    expect(await sweep(env)).toBe(1);
    expect(await env.BOOK_VECTORS.getByIds([theTrial.isbn ?? ""])).toHaveLength(1);
    await vectorize(env, isbns, now);
  });
});

describe("a change of model", () => {
  it("is noticed by the sweep, which has every book embedded anew while the old vectors go on answering", async () => {
    const withServer = { ...env, AI: env.SERVER_AI };
    const sent = vi
      .spyOn(env.EMBEDDING_QUEUE, "sendBatch")
      .mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
    const books = await env.DB.prepare("SELECT count(*) AS n FROM books").first<number>("n");
    expect(await sweep(withServer)).toBe(books);
    expect(await env.BOOK_VECTORS.getByIds(isbns)).toHaveLength(isbns.length);
    const { data } = await execute(CapabilitiesDocument, {});
    expect(data.capabilities.embeddingModel).toBe("bge-m3");
    expect(await vectorize(withServer, isbns, now)).toBe(isbns.length);
    sent.mockRestore();
    expect(await sweep(env)).toBe(isbns.length);
    await vectorize(env, isbns, now);
  });
});

describe("similar", () => {
  it("names other works, nearest first, one edition a work", async () => {
    const { data } = await execute(SimilarDocument, { isbn: theHobbit.isbn ?? "" });
    const titles = data.book?.similar.map(({ book }) => book.title);
    expect(titles).not.toContain(theHobbit.title);
    expect(titles).not.toContain(derHobbit.title);
    expect(titles?.[0]).toBe("Tolkien");
    const works = data.book?.similar.map(({ book }) => book.work.id) ?? [];
    expect(new Set(works).size).toBe(works.length);
  });

  it("is empty while the index is down", async () => {
    await behave({ vectors: "down" });
    const { data, errors } = await execute(SimilarDocument, { isbn: theHobbit.isbn ?? "" });
    expect(errors).toEqual([]);
    expect(data.book?.similar).toEqual([]);
  });
});
