/** The Worker on one screen: fetch, queue, scheduled, and the Durable Objects. */
import { refuseFlood } from "./accounts/flood-guard.ts";
import type { Invocation } from "./context.ts";
import { serveCover } from "./covers/serve.ts";
import { serveGraphiqlAsset } from "./graphql/graphiql.ts";
import { serveGraphql } from "./graphql.ts";
import { serve } from "./http/edge.ts";
import { nothingHere } from "./http/problem.ts";
import { serveReport } from "./imports/report.ts";
import { consume } from "./queues.ts";
import { runCron } from "./scheduled.ts";
import { serveHealth } from "./service/health.ts";

export { RateLimiter } from "./accounts/rate-limiter.ts";
export { ProviderGate } from "./enrichment/gate.ts";
export { EditionEnrichment } from "./enrichment/object.ts";
export { JobObject } from "./jobs/object.ts";

export default {
  fetch(request: Request, env: Env, execution: Pick<ExecutionContext, "waitUntil">) {
    const invocation: Invocation = { env, waitUntil: (work) => execution.waitUntil(work) };
    return serve(
      request,
      invocation,
      async () =>
        (await refuseFlood(request, env)) ??
        // Nearly every request is for the API.
        (await serveGraphql(request, invocation)) ??
        (await serveHealth(request, env)) ??
        (await serveGraphiqlAsset(request, env)) ??
        (await serveCover(request, env)) ??
        (await serveReport(request, env)) ??
        nothingHere(),
    );
  },

  queue: (batch, env) => consume(batch, env),

  scheduled: (controller, env) => runCron(controller, env),
} satisfies ExportedHandler<Env>;
