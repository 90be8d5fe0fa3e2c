/** One search over all providers that can be searched, side by side within a budget. */
import { answerCache } from "./cache.ts";
import { ask } from "./client.ts";
import type { ProviderRecord, SearchQuestion } from "./providers/provider.ts";
import { providerNames, serviceOf } from "./services.ts";

/** Milliseconds that anybody waits for all of them. */
const budgetMs = 4_000;

/** What they found in time, a record of each in turn so that no provider crowds out the others. Never throws. */
export async function federatedSearch(
  env: Env,
  question: SearchQuestion,
  now: () => Date,
): Promise<ProviderRecord[]> {
  const asking = {
    gates: env.PROVIDER_GATES,
    cache: answerCache({
      kv: env.CACHE,
      bucket: env.FILES,
      nearest: await caches.open("answers").catch(() => null),
    }),
    fetch: (request: Request) => (env.OUTBOUND ?? globalThis).fetch(request),
    now,
  };
  const found: ProviderRecord[][] = [];
  const asked = providerNames.map(async (name, place) => {
    const service = serviceOf(env, name);
    const search = service?.adapter.search;
    if (!service || !search) return;
    const { result } = await ask(service, search, question, asking, { patienceMs: budgetMs, isFresh: false });
    if (result.outcome === "found") found[place] = result.records;
  });
  await Promise.race([Promise.allSettled(asked), new Promise((resume) => setTimeout(resume, budgetMs))]);
  const lists = found.filter((list) => list !== undefined);
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? [])).flat();
}
