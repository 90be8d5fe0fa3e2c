/** Text → vector: the one place that names the model and its dimensions. */
import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { countLookup } from "../platform/counters.ts";
import { fromCache, inTime, soon } from "../platform/in-time.ts";
import type { EmbeddingModel } from "../platform/models.ts";

/** Multilingual, so a question in one language finds a book in another. */
export const embeddingModel = "@cf/baai/bge-m3";
export const dimensions = 1024;

/** `model` is what really answered: the local platform tells, the real binding leaves it out. */
const answer = z.object({
  data: z.array(z.array(z.number()).check(z.length(dimensions))),
  model: z._default(z.string(), embeddingModel),
});

/** Embeds 1 to 100 texts: one vector of 1,024 each, in order, and the name of the model that made them. */
export async function embedTexts(
  ai: EmbeddingModel,
  texts: string[],
): Promise<{ vectors: number[][]; model: string }> {
  const { data, model } = answer.parse(await ai.run(embeddingModel, { text: texts }));
  if (data.length !== texts.length)
    throw new Error(`The model answered ${data.length} vectors to ${texts.length} texts`);
  return { vectors: data, model };
}

const day = 86_400;

/**
 * A query's vector, kept in KV for a month by model and normalised text. KV being down is no reason to fail.
 * @throws when the model fails or takes longer than its patience.
 */
export async function queryVector(
  { ai, cache }: { ai: EmbeddingModel; cache: KVNamespace },
  query: string,
): Promise<number[]> {
  const normalised = query.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const model = (await fromCache(cache.get(indexModelKey, { cacheTtl: 60 }))) ?? embeddingModel;
  const key = `query-vector:${model}:${createHash("sha256").update(normalised).digest("base64url")}`;
  const kept = await fromCache(cache.get(key, "arrayBuffer"));
  const isKept = kept?.byteLength === dimensions * 4;
  countLookup("embeddings", isKept);
  if (kept && isKept) return Array.from(new Float32Array(kept));
  const embedded = await inTime("The embedding model", embedTexts(ai, [normalised]));
  if (!embedded.vectors[0]) throw new Error("The model answered no vector");
  // As exact as it is kept: the second page of a search is found with the same vector as the first.
  const vector = Float32Array.from(embedded.vectors[0]);
  if (embedded.model === model) {
    const keeping = cache.put(key, vector.buffer, { expirationTtl: 30 * day });
    await soon("query_vector.not_cached", keeping);
  }
  return Array.from(vector);
}

/** The model whose vectors the index holds, or the one that answers now; "unavailable" when none does. */
export async function embeddingModelName({
  ai,
  cache,
}: {
  ai: EmbeddingModel;
  cache: KVNamespace;
}): Promise<string> {
  const held = await fromCache(cache.get(indexModelKey, { cacheTtl: 60 }));
  if (held) return held;
  const probe = inTime("The embedding model", embedTexts(ai, ["a book"]));
  return probe.then(
    ({ model }) => model,
    () => "unavailable",
  );
}

/** Where KV keeps the name of the model whose vectors the index holds. */
export const indexModelKey = "embedding-model";
