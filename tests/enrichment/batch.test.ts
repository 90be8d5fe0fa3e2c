import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import books from "../../dev/local-platform/providers/books.json";
import { isbnOrNull } from "../../src/isbn.ts";
import { execute } from "../support/api.ts";
import { watch } from "../support/imports.ts";
import {
  EnrichBooksDocument,
  EnrichmentJobDocument,
  ProviderSearchDocument,
} from "../support/operations.gen.ts";
import { calls, freshProviders, switchTo } from "../support/providers.ts";

beforeEach(freshProviders);

/** Valid ISBNs that begin so, with eight digits; nobody knows them. */
function hundredIsbns(eight: string): string[] {
  return Array.from({ length: 100 }, (_, index) => {
    const body = eight + String(index).padStart(4, "0");
    const digits = Array.from({ length: 10 }, (_, digit) => isbnOrNull(`${body}${digit}`));
    return digits.find((isbn) => isbn !== null) ?? "";
  });
}

async function run(hints: { title?: string; author?: string; isbn?: string }[]) {
  const { data, errors } = await execute(EnrichBooksDocument, { books: hints });
  expect(errors).toEqual([]);
  if (data.enrichBooks.__typename !== "StartJobSuccess") throw new Error("not started");
  const held = { id: data.enrichBooks.job.id, token: data.enrichBooks.token };
  const events = await watch(held);
  const job = (await execute(EnrichmentJobDocument, held)).data.job;
  if (!job || !("items" in job)) throw new Error("no batch");
  return { job, events };
}

describe("enrichBooks", () => {
  it("completes hints by ISBN and by title and author, and says what it could not", async () => {
    const { job, events } = await run([
      { isbn: "9780451524935" },
      { title: "Brave New World", author: "Aldous Huxley" },
      { title: "A Book Nobody Wrote", author: "Nobody" },
      { isbn: "9780306406157" },
    ]);
    expect(job).toMatchObject({
      kind: "ENRICHMENT",
      status: "COMPLETED",
      progress: { total: 4, succeeded: 2, failed: 2 },
    });
    expect(job.items.map(({ book }) => book?.title ?? null)).toEqual(["1984", "Brave New World", null, null]);
    expect(job.items[2]?.error).toContain("No provider knows");
    expect(events.at(-1)).toMatchObject({ kind: "COMPLETED" });
  });

  it("does not say that nobody knows a title when nobody could be asked", async () => {
    await switchTo({ isbndb: "down", "google-books": "down", "open-library": "down" });
    const { job } = await run([{ title: "A Title Never Asked Before", author: "Some Body" }]);
    expect(job.items[0]?.error).toBe("The providers could not be asked; try again later.");
  });

  it.each([
    ["no hint", [], "books"],
    ["101 hints", Array(101).fill({ title: "x" }), "books"],
    ["a hint of nothing", [{ author: "x" }], "books.0"],
    ["a long title", [{ title: "x" }, { title: "x".repeat(501) }], "books.1.title"],
    ["a long author", [{ title: "x", author: "x".repeat(301) }], "books.0.author"],
  ])("refuses %s, naming the argument", async (_what, hints, argument) => {
    const { errors } = await execute(EnrichBooksDocument, { books: hints });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument } }]);
  });

  it("accounts for all of a hundred books while one provider fails and one is down, and asks no open circuit", async () => {
    await switchTo({ "google-books": "server-error", isbndb: "down" });
    const known = books.map(({ isbn }) => isbn);
    const unknown = hundredIsbns("97800020").slice(known.length);
    const started = Date.now();
    const { job } = await run([...known, ...unknown].map((isbn) => ({ isbn })));
    const seconds = (Date.now() - started) / 1_000;
    expect(job.progress).toMatchObject({ total: 100, processed: 100 });
    expect(job.items.filter(({ book, error }) => (book === null) === (error === null))).toEqual([]);
    const asked = await calls();
    // Five failures open a circuit; those that were under way with the fifth count as well.
    expect(asked["google-books"]).toBeLessThanOrEqual(5 + 10);
    expect(asked.isbndb).toBeLessThanOrEqual(5 + 10);
    expect(asked["open-library"]).toBeLessThanOrEqual(Math.ceil(seconds / 0.35) + 1);
  }, 90_000);
});

it("accounts for a hundred books while one provider is slow, one fails and one is down", async ({
  annotate,
}) => {
  await switchTo({ "google-books": "slow", isbndb: "server-error", "open-library": "down" });
  const isbns = hundredIsbns("97800030");
  const batches = vi.spyOn(Object.getPrototypeOf(env.DB), "batch");
  const started = Date.now();
  const { job, events } = await run(isbns.map((isbn) => ({ isbn })));
  const ms = Date.now() - started;
  const asked = await calls();
  await annotate(JSON.stringify({ ms, trips: batches.mock.calls.length, calls: asked }));
  batches.mockRestore();
  expect(job).toMatchObject({ status: "COMPLETED", progress: { total: 100, processed: 100 } });
  expect(job.items).toHaveLength(100);
  expect(job.items.filter(({ book, error }) => (book === null) === (error === null))).toEqual([]);
  expect(events.map(({ sequence }) => sequence)).toEqual(
    events.map((_, index) => index + (events[0]?.sequence ?? 0)),
  );
  // A batch's ten may be under way when the fifth failure opens the circuit; nobody who waited passes it.
  expect(asked.isbndb).toBeLessThanOrEqual(Math.min(5 + 9, Math.ceil(ms / 1_000) + 1));
  expect(asked["open-library"]).toBeLessThanOrEqual(Math.min(5 + 9, Math.ceil(ms / 350) + 1));
  expect(asked["google-books"]).toBeLessThanOrEqual(Math.ceil(ms / 100) + 1);
}, 60_000);

describe("providerSearch", () => {
  it("searches the providers side by side, and marks what the catalogue has", async () => {
    await run([{ isbn: "9780451524935" }]);
    const { data, errors } = await execute(ProviderSearchDocument, { title: "1984", author: "Orwell" });
    expect(errors).toEqual([]);
    expect(new Set(data.providerSearch.map(({ provider }) => provider)).size).toBeGreaterThan(1);
    expect(data.providerSearch.some(({ inCatalogue }) => inCatalogue?.isbn === "9780451524935")).toBe(true);
  });

  it.each([
    ["title", { title: "x".repeat(501) }],
    ["author", { title: "x", author: "x".repeat(301) }],
  ])("refuses too long a %s, naming it", async (argument, variables) => {
    const { errors } = await execute(ProviderSearchDocument, variables);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument } }]);
  });

  it("needs something to look for", async () => {
    const { errors } = await execute(ProviderSearchDocument, { title: " " });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "title" } }]);
  });
});
