/** Gathers what alerts are decided by. A queue that does not tell its backlog is passed over. */
import { providerStatuses } from "../enrichment/status.ts";
import { RequestDatabase } from "../platform/d1.ts";
import type { Vitals } from "./alerts.ts";
import { loadSince } from "./store.ts";

const minute = 60_000;

/** How the service is and was over the last quarter of an hour. */
export async function vitalsOf(env: Env, now: Date): Promise<Vitals> {
  const queues = {
    imports: env.IMPORT_QUEUE,
    embeddings: env.EMBEDDING_QUEUE,
    enrichment: env.ENRICHMENT_QUEUE,
  };
  const [load, providers, oldest] = await Promise.all([
    loadSince(new RequestDatabase(env.DB), new Date(now.getTime() - 15 * minute), now),
    providerStatuses(env, env.PROVIDER_GATES),
    Promise.all(
      Object.entries(queues).map(async ([name, queue]) => ({ queue: name, at: await oldestOf(queue) })),
    ),
  ]);
  const waiting = [...oldest, { queue: "enrichment requests", at: load.dueSince }];
  return {
    load,
    providers,
    waits: waiting.flatMap(({ queue, at }) =>
      at ? [{ queue, minutes: (now.getTime() - new Date(at).getTime()) / minute }] : [],
    ),
  };
}

async function oldestOf(queue: Queue): Promise<Date | null> {
  const metrics = await queue.metrics().catch(() => null);
  return metrics?.oldestMessageTimestamp ?? null;
}
