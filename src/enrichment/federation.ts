/** One search over all providers that can be searched, side by side within a budget. */
import { outbound } from "../platform/outbound.ts";
import { answerCache, byTitle } from "./cache.ts";
import { ask } from "./client.ts";
import type { ProviderName, ProviderRecord, SearchQuestion } from "./providers/provider.ts";
import { providerNames, serviceOf } from "./services.ts";

/** Milliseconds that anybody waits for all of them. */
const budgetMs = 4_000;

/** What was found, who gave no answer in time, and for whom an earlier answer served. */
export type Found = { records: ProviderRecord[]; silent: ProviderName[]; stale: ProviderName[] };

/** Records of each in turn, so that no provider crowds out the others. Never throws. */
export async function federatedSearch(env: Env, question: SearchQuestion, now: () => Date): Promise<Found> {
  const asking = {
    gates: env.PROVIDER_GATES,
    cache: answerCache({
      kv: env.CACHE,
      bucket: env.FILES,
      nearest: await caches.open("answers").catch(() => null),
    }),
    fetch: outbound(env),
    now,
  };
  const found: ProviderRecord[][] = [];
  const silent = new Set<ProviderName>();
  const stale = new Set<ProviderName>();
  const asked = providerNames.map(async (name, place) => {
    const service = serviceOf(env, name);
    const search = service?.adapter.search;
    if (!service || !search) return;
    silent.add(name);
    const patience = { patienceMs: budgetMs, isFresh: false, kind: byTitle };
    const { result, from } = await ask(service, search, question, asking, patience);
    if (result.outcome !== "failed") silent.delete(name);
    if (from === "stale-cache") stale.add(name);
    if (result.outcome === "found") found[place] = result.records;
  });
  await Promise.race([Promise.allSettled(asked), new Promise((resume) => setTimeout(resume, budgetMs))]);
  const lists = found.filter((list) => list !== undefined);
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? []));
  return { records: turns.flat(), silent: [...silent], stale: [...stale] };
}
