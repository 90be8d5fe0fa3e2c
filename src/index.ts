/** The Worker on one screen: fetch, queue, scheduled, and the Durable Objects. */
import { refuseFlood } from "./accounts/flood-guard.ts";
import { serveCover } from "./covers/serve.ts";
import { serveGraphiqlAsset } from "./graphql/graphiql.ts";
import { yoga } from "./graphql.ts";
import { serveReport } from "./imports/report.ts";
import { consume } from "./queues.ts";
import { runCron } from "./scheduled.ts";

export { RateLimiter } from "./accounts/rate-limiter.ts";
export { ProviderGate } from "./enrichment/gate.ts";
export { EditionEnrichment } from "./enrichment/object.ts";
export { JobObject } from "./jobs/object.ts";

export default {
  async fetch(request, env, execution) {
    return (
      (await refuseFlood(request, env)) ??
      (await serveGraphiqlAsset(request, env)) ??
      (await serveCover(request, env)) ??
      (await serveReport(request, env)) ??
      yoga.fetch(request, { env, waitUntil: (work) => execution.waitUntil(work) })
    );
  },

  queue: (batch, env) => consume(batch, env),

  scheduled: (controller, env) => runCron(controller, env),
} satisfies ExportedHandler<Env>;
