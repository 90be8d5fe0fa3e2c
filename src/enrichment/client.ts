/** Asks a provider: from the cache, else through its gate. Never throws; what went wrong is an outcome. */

import { countLookup } from "../platform/counters.ts";
import { type AnswerCache, type CacheKind, cacheKey, lifetimeOf } from "./cache.ts";
import type { ProviderGate } from "./gate.ts";
import { midnightPacific } from "./policy.ts";
import type { Operation, ProviderResult } from "./providers/provider.ts";
import type { Service } from "./services.ts";

/** What asking needs: `fetch` is injected, time is the platform's. */
export type Asking = {
  gates: DurableObjectNamespace<ProviderGate>;
  cache: AnswerCache;
  fetch: (request: Request) => Promise<Response>;
  now: () => Date;
};

/** An answer, where it came from, and how long it took. `closedUntil` is set when the gate let nothing through. */
export type Asked<Found> = {
  result: ProviderResult<Found>;
  from: "cache" | "stale-cache" | "provider" | "nowhere";
  closedUntil: Date | null;
  tookMs: number;
};

const defaultRetryMs = 60_000;
/** Longer than anybody waits for an answer: what comes late is still worth having. */
const timeoutMs = 15_000;

/**
 * Asks one thing of one provider, waiting at most `patienceMs` for a place in its pace. `question` must print the same for
 * the same question. With `isFresh` the provider is asked whatever is kept. When it is down or closed, a kept answer serves.
 */
export async function ask<Question, Found>(
  { adapter, config }: Service,
  operation: Operation<Question, Found>,
  question: Question,
  { gates, cache, fetch, now }: Asking,
  { patienceMs, isFresh, kind }: { patienceMs: number; isFresh: boolean; kind: CacheKind<Found> },
): Promise<Asked<Found>> {
  const started = now().getTime();
  const done = (
    result: ProviderResult<Found>,
    from: Asked<Found>["from"],
    closedUntil: Date | null = null,
  ) => ({
    result,
    from,
    closedUntil,
    tookMs: now().getTime() - started,
  });
  const request = operation.request(question, config);
  const key = cacheKey(kind, adapter.name, question);
  // Also where a fresh answer is wanted: should nobody answer, the old one serves.
  const kept = await cache.read(key, now());
  const serves = kept?.isFresh === true && !isFresh;
  if (!isFresh) countLookup("answers", serves);
  if (kept && serves) return done(operation.read(kept.answer, question), "cache");
  const stale = (failure: ProviderResult<Found>, closedUntil: Date | null = null) =>
    kept
      ? done(operation.read(kept.answer, question), "stale-cache", closedUntil)
      : done(failure, "nowhere", closedUntil);

  const gate = gates.get(gates.idFromName(adapter.name));
  const place = await gate.admit(adapter.name, patienceMs);
  if (place.go) await new Promise((resume) => setTimeout(resume, place.waitMs));
  const admission = place.go && place.waitMs > 0 ? await gate.confirm(place.ticket) : place;
  if (!admission.go) {
    return stale(
      { outcome: "failed", kind: "unreachable", message: "The provider is closed for now" },
      new Date(admission.retryAt),
    );
  }
  const { result, answer } = await send(request, operation, question, fetch);
  await gate.report(reportOf(result, now()), admission.ticket);
  if (result.outcome === "failed") return stale(result);
  if (answer) await cache.keep(key, answer, lifetimeOf(kind, result), now());
  return done(result, "provider");
}

async function send<Question, Found>(
  { url, ...init }: ReturnType<Operation<Question, Found>["request"]>,
  operation: Operation<Question, Found>,
  question: Question,
  fetch: Asking["fetch"],
) {
  try {
    const response = await fetch(new Request(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }));
    const answer = { status: response.status, headers: response.headers, body: await response.text() };
    return { result: operation.read(answer, question), answer };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    const kind = isTimeout ? ("timeout" as const) : ("unreachable" as const);
    const message = isTimeout ? `No answer within ${timeoutMs} ms` : "No connection";
    return { result: { outcome: "failed" as const, kind, message }, answer: null };
  }
}

/** "Not found" and "I do not understand the question" are no failures of the service. */
function reportOf(result: ProviderResult<unknown>, now: Date) {
  if (result.outcome !== "failed" || result.kind === "rejected") return { kind: "succeeded" as const };
  if (result.kind !== "rate-limited") return { kind: "failed" as const };
  const wait = result.retryAfterSeconds === null ? defaultRetryMs : result.retryAfterSeconds * 1_000;
  const retryAt = result.quotaExhausted ? midnightPacific(now.getTime()) : now.getTime() + wait;
  return { kind: "told-to-wait" as const, retryAt };
}
