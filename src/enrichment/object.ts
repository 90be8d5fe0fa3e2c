/** One ISBN's enrichment at a time over the whole deployment: whoever asks meanwhile gets the same answer. */
import { DurableObject } from "cloudflare:workers";
import type { Provider } from "../books/record.ts";
import { parseIsbn } from "../isbn.ts";
import { RequestDatabase } from "../platform/d1.ts";
import { booksChanged } from "../search/vectorize.ts";
import { answerCache } from "./cache.ts";
import { type Enriched, enrichEdition } from "./pipeline.ts";
import { bookServices } from "./services.ts";

/** The barcode's budget in milliseconds, unless ENRICH_BUDGET_MS says otherwise. */
const defaultBudgetMs = 4_000;

export class EditionEnrichment extends DurableObject<Env> {
  #underWay: Promise<Enriched> | null = null;

  /** Enriches this object's ISBN, by `wanted` or all providers; a second call joins the first. */
  enrich(isbn: string, isForced: boolean, wanted: readonly Provider[] | null = null): Promise<Enriched> {
    this.#underWay ??= this.#enrich(isbn, isForced, wanted).finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #enrich(isbn: string, isForced: boolean, wanted: readonly Provider[] | null): Promise<Enriched> {
    const { env } = this;
    const nearest = await caches.open("answers").catch(() => null);
    const enriching = {
      db: new RequestDatabase(env.DB),
      gates: env.PROVIDER_GATES,
      cache: answerCache({ kv: env.CACHE, bucket: env.FILES, nearest }),
      services: bookServices(env, wanted ?? undefined),
      // Locally the services are played, and a proxy stands between; deployed, nothing does.
      fetch: (request: Request) => (env.OUTBOUND ?? globalThis).fetch(request),
      now: () => new Date(),
      changed: (changed: string) => booksChanged(env.EMBEDDING_QUEUE, [changed]),
      later: (work: Promise<unknown>) => this.ctx.waitUntil(work),
    };
    const budgetMs = Number(env.ENRICH_BUDGET_MS) || defaultBudgetMs;
    return enrichEdition(enriching, parseIsbn(isbn), { isForced, budgetMs });
  }
}
