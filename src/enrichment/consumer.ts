/** The enrichment queue's consumer. */
import { logError } from "../platform/log.ts";
import { enrichHints } from "./batch.ts";
import { enrichmentMessage } from "./message.ts";
import { batchSize, processRequests } from "./processing/processor.ts";

/** Each message by itself; a full batch of requests says that there may be more. */
export async function consumeEnrichment(
  batch: MessageBatch<unknown>,
  env: Env,
  now: () => Date,
): Promise<void> {
  for (const message of batch.messages) {
    try {
      const body = enrichmentMessage.safeParse(message.body).data;
      if (body?.kind === "hints") await enrichHints(env, body, now);
      if (body?.kind === "requests" && (await processRequests(env, now)) === batchSize) {
        await env.ENRICHMENT_QUEUE.send({ kind: "requests" });
      }
      message.ack();
    } catch (error) {
      logError("enrichment.message_failed", error, { attempts: message.attempts });
      message.retry({ delaySeconds: Math.min(10 * 2 ** message.attempts, 3_600) });
    }
  }
}

/** Hints that came to nothing after every retry end as FAILED. */
export async function consumeDeadEnrichment(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const { body } of batch.messages) {
    const hints = enrichmentMessage.safeParse(body).data;
    if (hints?.kind !== "hints") continue;
    const job = env.JOBS.get(env.JOBS.idFromName(hints.jobId));
    await job.giveUp(hints, "Something went wrong on our side, several times.");
  }
}
