/** What is noticed of one request on its way, for its line in the log: where the request goes, this goes along. */
import { AsyncLocalStorage } from "node:async_hooks";

/** Filled in by whoever knows. `codes` are those of the errors that the client got. */
export type Observation = {
  requestId: string;
  operation: string | null;
  kind: string | null;
  cost: number | null;
  trips: () => number;
  cacheHits: number;
  cacheMisses: number;
  codes: Set<string>;
};

const observations = new AsyncLocalStorage<Observation>();

/** A request of which nothing is known yet. */
export function newObservation(requestId: string): Observation {
  return {
    requestId,
    operation: null,
    kind: null,
    cost: null,
    trips: () => 0,
    cacheHits: 0,
    cacheMisses: 0,
    codes: new Set(),
  };
}

/** Does work under an observation. */
export function observing<Result>(observation: Observation, work: () => Result): Result {
  return observations.run(observation, work);
}

/** The request's observation; undefined in crons, queues and Durable Objects. */
export function observed(): Observation | undefined {
  return observations.getStore();
}
