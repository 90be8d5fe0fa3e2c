import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { embedTexts } from "../../src/search/embedding.ts";

const cosine = (one: number[] = [], other: number[] = []) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

describe("the local model", () => {
  it("puts texts that share rare words nearer to each other than texts that share common ones", async () => {
    const { vectors, model } = await embedTexts(env.AI, [
      "A dragon guards the wizard's gold",
      "The wizards fought dragons",
      "The story of a man and the house",
    ]);
    expect(model).toBe("local-hashing-1024");
    expect(vectors.map(({ length }) => length)).toEqual([1024, 1024, 1024]);
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(cosine(vectors[0], vectors[2]) + 0.1);
  });

  it("reads scripts without spaces by pairs of characters", async () => {
    const { vectors } = await embedTexts(env.AI, ["吾輩は猫である", "猫である生活", "汽車の旅"]);
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(cosine(vectors[0], vectors[2]));
  });

  it.each([
    ["101 texts", "@cf/baai/bge-m3", { text: Array(101).fill("a") }],
    ["no text", "@cf/baai/bge-m3", { text: [] }],
    ["another model", "@cf/baai/unknown", { text: ["a"] }],
  ])("refuses %s as Workers AI does", async (_what, model, inputs) => {
    const call = async () => await env.AI.run(model, inputs);
    await expect(call()).rejects.toThrow(/^500[67]/);
  });
});

describe("with EMBEDDINGS_URL", () => {
  it("answers with the server's vectors in the texts' order, and names its model", async () => {
    const { vectors, model } = await embedTexts(env.SERVER_AI, ["a dragon", "a ship"]);
    expect(model).toBe("bge-m3");
    const local = await embedTexts(env.AI, ["a dragon", "a ship"]);
    expect(vectors).toEqual(local.vectors);
  });

  it.each([
    ["vectors of another length", "too small"],
    ["an error", "broken"],
  ])("fails on %s", async (_what, text) => {
    await expect(embedTexts(env.SERVER_AI, [text])).rejects.toThrow();
  });
});
