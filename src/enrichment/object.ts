/** One ISBN's enrichment over the whole deployment: each provider is asked once, and one merge is written at a time. */
import { DurableObject } from "cloudflare:workers";
import type { Provider } from "../books/record.ts";
import { parseIsbn } from "../isbn.ts";
import { writeCountersSoon } from "../platform/counters.ts";
import { RequestDatabase } from "../platform/d1.ts";
import { outbound } from "../platform/outbound.ts";
import { booksChanged } from "../search/vectorize.ts";
import { answerCache } from "./cache.ts";
import type { Asked } from "./client.ts";
import { type Enriched, enrichEdition } from "./pipeline.ts";
import type { ProviderRecord } from "./providers/provider.ts";
import { bookServices } from "./services.ts";

/** The barcode's budget in milliseconds, unless ENRICH_BUDGET_MS says otherwise. */
const defaultBudgetMs = 4_000;

export class EditionEnrichment extends DurableObject<Env> {
  readonly #underWay = new Map<string, Promise<Enriched>>();
  readonly #asked = new Map<string, Promise<Asked<ProviderRecord>>>();
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * Enriches this object's ISBN, by `wanted` or all providers. Who wants the same joins who is at it; who wants something
   * else shares at least the questions that are on their way.
   */
  enrich(isbn: string, isForced: boolean, wanted: readonly Provider[] | null = null): Promise<Enriched> {
    const scope = JSON.stringify([isForced, wanted]);
    return shared(this.#underWay, scope, () =>
      this.#enrich(isbn, isForced, wanted).finally(() =>
        writeCountersSoon(this.env.DB, (work) => this.ctx.waitUntil(work)),
      ),
    );
  }

  /** For /health. */
  isAlive(): boolean {
    return true;
  }

  async #enrich(isbn: string, isForced: boolean, wanted: readonly Provider[] | null): Promise<Enriched> {
    const { env } = this;
    const nearest = await caches.open("answers").catch(() => null);
    const enriching = {
      db: new RequestDatabase(env.DB),
      gates: env.PROVIDER_GATES,
      cache: answerCache({ kv: env.CACHE, bucket: env.FILES, nearest }),
      services: bookServices(env, wanted ?? undefined),
      fetch: outbound(env),
      now: () => new Date(),
      changed: (changed: string) => booksChanged(env.EMBEDDING_QUEUE, [changed]),
      later: (work: Promise<unknown>) => this.ctx.waitUntil(work),
      once: (question: string, work: () => Promise<Asked<ProviderRecord>>) =>
        shared(this.#asked, question, work),
      inTurn: <Result>(work: () => Promise<Result>) => {
        const result = this.#turn.then(work);
        this.#turn = result.catch(() => undefined);
        return result;
      },
    };
    const budgetMs = Number(env.ENRICH_BUDGET_MS) || defaultBudgetMs;
    return enrichEdition(enriching, parseIsbn(isbn), { isForced, budgetMs });
  }
}

/** The work under way by this name, begun if there is none. */
function shared<Result>(
  underWay: Map<string, Promise<Result>>,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const begun = underWay.get(name) ?? work().finally(() => underWay.delete(name));
  underWay.set(name, begun);
  return begun;
}
