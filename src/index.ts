/** The Worker on one screen: fetch, queue, scheduled, and the Durable Objects. */

import { consumeDeadEnrichment, consumeEnrichment } from "./enrichment/consumer.ts";
import { batchSize, processRequests } from "./enrichment/processor.ts";
import { graphiqlAssets } from "./graphql/graphiql.ts";
import { yoga } from "./graphql.ts";
import { consumeDeadImports, consumeImports } from "./imports/consumer.ts";
import { importReport } from "./imports/report.ts";

import { RequestDatabase } from "./platform/d1.ts";
import { keepDeadLetters } from "./platform/dead-letters.ts";
import { comingMonday } from "./recommendations/week.ts";
import { makeWeeklyPicks } from "./recommendations/weekly.ts";
import { countCommonTerms } from "./search/plan.ts";
import { consumeEmbeddings, sweep } from "./search/vectorize.ts";
import { recordCron } from "./service/cron.ts";

export { RateLimiter } from "./accounts/rate-limiter.ts";
export { ProviderGate } from "./enrichment/gate.ts";
export { EditionEnrichment } from "./enrichment/object.ts";
export { JobObject } from "./jobs/object.ts";

const reportPath = new URLPattern({ pathname: "/jobs/:id/report.csv" });
/** The crons of wrangler.jsonc; the remaining one is Sunday's, for the week that begins the day after. */
const sweepCron = "*/15 * * * *";
const countCron = "30 3 * * *";
const now = () => new Date();

export default {
  async fetch(request, env, execution) {
    const url = new URL(request.url);
    if (url.pathname.startsWith(graphiqlAssets)) {
      return env.ASSETS.fetch(new URL(url.pathname.slice(graphiqlAssets.length - 1), url));
    }
    const jobId = reportPath.exec(url)?.pathname.groups.id;
    if (jobId) return report(env, jobId, url.searchParams.get("key") ?? "");
    return yoga.fetch(request, { env, waitUntil: (work) => execution.waitUntil(work) });
  },

  async queue(batch, env) {
    if (batch.queue.endsWith("imports")) await consumeImports(batch, env, now);
    else if (batch.queue.endsWith("embeddings")) await consumeEmbeddings(batch, env, now);
    else if (batch.queue.endsWith("enrichment")) await consumeEnrichment(batch, env, now);
    else if (batch.queue.endsWith("imports-dead")) await consumeDeadImports(batch, env, now);
    else {
      await keepDeadLetters(batch, env.DB, now);
      await consumeDeadEnrichment(batch, env);
      batch.ackAll();
    }
  },

  async scheduled({ cron, scheduledTime }, env) {
    const startedAt = new Date(scheduledTime);
    const db = new RequestDatabase(env.DB);
    await recordCron(env.DB, cron, startedAt, async () => {
      if (cron === sweepCron) {
        const done = await processRequests(env, now);
        if (done === batchSize) await env.ENRICHMENT_QUEUE.send({ kind: "requests" });
        return `${done} enrichment requests done, ${await sweep(env)} books queued to be embedded`;
      }
      if (cron === countCron) return countCommonTerms(db).then(() => "common words counted");
      const stores = { db, cache: env.CACHE, vectors: env.BOOK_VECTORS };
      const week = await makeWeeklyPicks(stores, comingMonday(startedAt), { now: now(), isForced: false });
      return week ? `${week.picks.length} picks for ${week.weekOf}` : "the catalogue has nothing to pick";
    });
  },
} satisfies ExportedHandler<Env>;

async function report(env: Env, jobId: string, key: string): Promise<Response> {
  const csv = await importReport(env.JOBS.get(env.JOBS.idFromName(jobId)), key);
  if (!csv) return new Response("There is no such report.", { status: 404 });
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="import-report.csv"',
      "cache-control": "private, no-store",
    },
  });
}
