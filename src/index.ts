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
    // Nearly every request is for the API: it is told first, by one look at the URL.
    const others =
      new URL(request.url).pathname === "/graphql" ? [] : [serveGraphiqlAsset, serveCover, serveReport];
    for (const serve of [refuseFlood, ...others]) {
      const response = await serve(request, env);
      if (response) return response;
    }
    // Unlike `yoga.fetch` this does not listen to the request's signal, which the platform does by itself.
    return yoga.handleRequest(request, {
      env,
      waitUntil: (work) => execution.waitUntil(Promise.resolve(work)),
    });
  },

  queue: (batch, env) => consume(batch, env),

  scheduled: (controller, env) => runCron(controller, env),
} satisfies ExportedHandler<Env>;
