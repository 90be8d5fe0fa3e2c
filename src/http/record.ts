/** One line in the log and one data point for each request. */
import { count } from "../platform/counters.ts";
import { logInfo } from "../platform/log.ts";
import type { Observation } from "../platform/observation.ts";
import { pathOf } from "./path.ts";

type Served = { request: Request; response: Response; tookMs: number };

/** A request that the client got wrong is "refused", one that we did is "failed". */
export type RequestOutcome = "ok" | "refused" | "failed";

/** How a request ended. */
export function outcomeOf({ codes }: Pick<Observation, "codes">, status: number): RequestOutcome {
  if (status >= 500 || codes.has("INTERNAL_SERVER_ERROR")) return "failed";
  return status >= 400 || codes.size > 0 ? "refused" : "ok";
}

/** Neither variables nor addresses: what was asked for and how it went, not by whom. */
export function recordRequest(
  observation: Observation,
  { request, response, tookMs }: Served,
  env: Pick<Env, "ANALYTICS">,
): void {
  const { operation, kind, cost, cacheHits, cacheMisses, codes } = observation;
  const path = routeOf(request);
  const outcome = outcomeOf(observation, response.status);
  const [milliseconds, trips, code] = [Math.round(tookMs), observation.trips(), [...codes].join(" ")];
  count(`requests.${outcome}`);
  logInfo("request", {
    method: request.method,
    path,
    status: response.status,
    outcome,
    codes: code,
    operation,
    kind,
    tookMs: milliseconds,
    trips,
    cacheHits,
    cacheMisses,
    cost,
  });
  // A deployment may do without; the order of blobs and doubles is documented for its queries.
  env.ANALYTICS?.writeDataPoint({
    indexes: [operation ?? path],
    blobs: [path, operation ?? "", kind ?? "", outcome, code, String(response.status)],
    doubles: [milliseconds, trips, cacheHits, cacheMisses, cost ?? 0],
  });
}

/** The route, not the address: ids and keys of jobs are nobody's business. */
function routeOf(request: Request): string {
  const [first = "", ...rest] = pathOf(request).split("/").slice(1);
  const known = ["graphql", "graphiql", "covers", "jobs", "health"].includes(first);
  return known ? `/${first}${rest.length > 0 ? "/…" : ""}` : "other";
}
