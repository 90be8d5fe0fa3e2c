/** How a request went, out of how it went with each provider. */
import type { RequestDatabase } from "../../platform/d1.ts";
import type { Asking } from "../client.ts";
import type { Attempt } from "../pipeline.ts";
import type { Outcome } from "../requests.ts";

/** Milliseconds that a provider's pace may keep a request waiting. */
export const patienceMs = 20_000;

/** What doing a request needs. */
export type Processing = Asking & { env: Env; db: RequestDatabase };

/** A request as it was done. */
export type Done = { attempts: Attempt[]; outcome: Outcome };

/**
 * Done when somebody knew it, or when all say that they do not. Whom the gate kept us from asking has not failed: the
 * request waits until the first of them may be asked, without using up a retry.
 */
export function outcomeOf(attempts: readonly Attempt[]): Outcome {
  if (attempts.some(({ found }) => found) || attempts.every(({ succeeded }) => succeeded)) return "done";
  const unanswered = attempts.filter(({ succeeded }) => !succeeded);
  const opening = unanswered.flatMap(({ closedUntil }) => closedUntil?.getTime() ?? []);
  return opening.length === unanswered.length ? { notBefore: new Date(Math.min(...opening)) } : "failed";
}
