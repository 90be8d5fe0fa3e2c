/** The platform's good and bad days, and the embedding queue by hand. */
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import worker from "../../src/index.ts";

/** Makes the model or the index behave: "normal", "slow", "down" or "over-quota". */
export async function behave(parts: { ai?: string; vectors?: string }): Promise<void> {
  await env.LOCAL_PLATFORM.fetch("http://platform/behaviour", {
    method: "POST",
    body: JSON.stringify(parts),
  });
}

/** Delivers one message to the embedding queue's consumer. */
export async function deliverEmbedding(body: unknown, queue = "bookstrack-embeddings") {
  const batch = createMessageBatch(queue, [{ id: "e1", timestamp: new Date(), attempts: 1, body }]);
  const context = createExecutionContext();
  await worker.queue(batch, env);
  return getQueueResult(batch, context);
}
