import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

const vector = (...places: number[]) =>
  Array.from({ length: 1024 }, (_, index) => (places.includes(index) ? 1 : 0));

describe("the local index", () => {
  it("finds the nearest first, narrowed by metadata, and forgets what is deleted", async () => {
    await env.BOOK_VECTORS.upsert([
      { id: "a", values: vector(1), metadata: { year: 1990, language: "en" } },
      { id: "b", values: vector(1, 2), metadata: { year: 2005, language: "de" } },
      { id: "c", values: vector(3), metadata: { year: 2020, language: "en" } },
    ]);
    const ids = async (filter = {}) =>
      (await env.BOOK_VECTORS.query(vector(1), { topK: 10, filter })).matches.map(({ id }) => id);
    expect(await ids()).toEqual(["a", "b", "c"]);
    expect(await ids({ language: { $in: ["de", "fr"] } })).toEqual(["b"]);
    expect(await ids({ year: { $gte: 2000, $lte: 2020 } })).toEqual(["b", "c"]);
    await env.BOOK_VECTORS.deleteByIds(["a"]);
    expect(await ids()).toEqual(["b", "c"]);
    expect(await env.BOOK_VECTORS.getByIds(["a", "c"])).toMatchObject([
      { id: "c", metadata: { year: 2020 } },
    ]);
  });

  it.each([
    ["a topK of 101", () => env.BOOK_VECTORS.query(vector(1), { topK: 101 })],
    [
      "a topK of 21 with metadata",
      () => env.BOOK_VECTORS.query(vector(1), { topK: 21, returnMetadata: "all" }),
    ],
    ["a vector of another length", () => env.BOOK_VECTORS.query([1, 2], { topK: 1 })],
    ["an id of 65 bytes", () => env.BOOK_VECTORS.upsert([{ id: "x".repeat(65), values: vector(1) }])],
    [
      "1,001 vectors",
      () =>
        env.BOOK_VECTORS.upsert(
          Array.from({ length: 1_001 }, (_, index) => ({ id: `${index}`, values: [] })),
        ),
    ],
    ["21 ids", () => env.BOOK_VECTORS.getByIds(Array(21).fill("a"))],
  ])("refuses %s, as Vectorize does", async (_what, call) => {
    const awaited = async () => await call();
    await expect(awaited()).rejects.toThrow("VECTOR_ERROR");
  });
});
