/** The Worker on one screen: fetch, queue, scheduled, and the Durable Objects. */

import { graphiqlAssets } from "./graphql/graphiql.ts";
import { yoga } from "./graphql.ts";
import { consumeDeadImports, consumeImports } from "./imports/consumer.ts";
import { importReport } from "./imports/report.ts";

import { keepDeadLetters } from "./platform/dead-letters.ts";
import { consumeEmbeddings, sweep } from "./search/vectorize.ts";

export { JobObject } from "./jobs/object.ts";

const reportPath = new URLPattern({ pathname: "/jobs/:id/report.csv" });
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
    else if (batch.queue.endsWith("imports-dead")) await consumeDeadImports(batch, env, now);
    else {
      await keepDeadLetters(batch, env.DB, now);
      batch.ackAll();
    }
  },

  async scheduled(_controller, env) {
    await sweep(env);
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
