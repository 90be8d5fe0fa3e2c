/** What every request goes through, whatever answers it: its id, its line in the log, its headers. */
import type { Invocation } from "../context.ts";
import { isUnavailable } from "../errors.ts";
import { writeCountersSoon } from "../platform/counters.ts";
import { logError } from "../platform/log.ts";
import { newObservation, observing } from "../platform/observation.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { problem } from "./problem.ts";
import { recordRequest } from "./record.ts";
import { secure } from "./security-headers.ts";

/** Answers by `route`; what it throws the log keeps, and the client learns the request's id. */
export function serve(
  request: Request,
  { env, waitUntil }: Invocation,
  route: () => Promise<Response>,
): Promise<Response> {
  const observation = newObservation(requestIdOf(request));
  const began = performance.now();
  return observing(observation, async () => {
    const answer = answerPreflight(request) ?? (await route().catch(failed));
    const response = await secure(complete(answer), request);
    response.headers.set("x-request-id", observation.requestId);
    allowOrigin(response.headers, request, env);
    recordRequest(observation, { request, response, tookMs: performance.now() - began }, env);
    writeCountersSoon(env.DB, waitUntil);
    return response;
  });
}

/** Cloudflare's own id, by which its dashboard knows the request too. */
function requestIdOf(request: Request): string {
  const ray = request.headers.get("cf-ray");
  return ray && /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(ray) ? ray : crypto.randomUUID();
}

function failed(error: unknown): Response {
  if (isUnavailable(error)) return problem(503, "UNAVAILABLE", error.message);
  logError("request.failed", error);
  return problem(500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side.");
}

/** An error without a word gets one. */
function complete(response: Response): Response {
  if (response.status !== 406 || response.body !== null) return response;
  const types = "application/graphql-response+json, application/json, text/event-stream or multipart/mixed";
  return problem(406, "NOT_ACCEPTABLE", `Accept one of ${types}.`);
}
