/** What the product needs of Workers AI and Vectorize; the real bindings and the local platform's both have it. */

/** https://developers.cloudflare.com/workers-ai/models/bge-m3/: at most 100 texts a call. The answer is parsed. */
export type EmbeddingModel = {
  run(model: "@cf/baai/bge-m3", inputs: { text: string[] }): Promise<unknown>;
};

/** What a vector carries for filtering; each field needs a metadata index. */
export type VectorMetadata = { language: string; year: number; format: string };

/** https://developers.cloudflare.com/vectorize/reference/client-api/: topK 100, 1,000 vectors an upsert, 20 ids a get. */
export type VectorIndex = {
  query(
    vector: number[],
    options: { topK: number; filter?: VectorizeVectorMetadataFilter },
  ): Promise<{ matches: { id: string; score: number }[] }>;
  upsert(vectors: { id: string; values: number[]; metadata: VectorMetadata }[]): Promise<unknown>;
  getByIds(ids: string[]): Promise<{ id: string; values: ArrayLike<number> }[]>;
  deleteByIds(ids: string[]): Promise<unknown>;
};
