/** Who consumes which queue: by its name without "bookstrack-". What is given up on is kept, then told to its owner. */
import { consumeDeadEnrichment, consumeEnrichment } from "./enrichment/consumer.ts";
import { consumeDeadImports, consumeImports } from "./imports/consumer.ts";
import { writeCounters } from "./platform/counters.ts";
import { keepDeadLetters } from "./platform/dead-letters.ts";
import { consumeEmbeddings } from "./search/vectorize.ts";

type Consumer = (batch: MessageBatch<unknown>, env: Env, now: () => Date) => Promise<void>;

const consumers: Record<string, Consumer> = {
  imports: consumeImports,
  embeddings: consumeEmbeddings,
  enrichment: consumeEnrichment,
  "imports-dead": whenDead(consumeDeadImports),
  "embeddings-dead": whenDead(async () => undefined),
  "enrichment-dead": whenDead(consumeDeadEnrichment),
};

/** Hands a batch to its consumer. @throws for a queue that nobody consumes. */
export async function consume(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  const consumer = consumers[batch.queue.replace(/^bookstrack-/, "")];
  if (!consumer) throw new Error(`No consumer for ${batch.queue}`);
  await consumer(batch, env, () => new Date());
  await writeCounters(env.DB, new Date());
}

function whenDead(tell: (batch: MessageBatch<unknown>, env: Env) => Promise<void>): Consumer {
  return async (batch, env, now) => {
    await keepDeadLetters(batch, env.DB, now);
    await tell(batch, env);
    batch.ackAll();
  };
}
