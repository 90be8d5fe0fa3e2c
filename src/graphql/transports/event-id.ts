/** What an event stream's reader resumes after: the number of an event, beside the result that is made of it. */
import type { ExecutionResult } from "graphql";

const eventId = Symbol("event id");

/** The result with its event's number, which only a transport sees: no JSON has it. */
export function withEventId<Result extends ExecutionResult>(result: Result, id: number): Result {
  return { ...result, [eventId]: id };
}

/** The number of the event that a result is made of; null for other results. */
export function eventIdOf(result: object): number | null {
  const id = eventId in result ? result[eventId] : null;
  return typeof id === "number" ? id : null;
}

/** What an EventSource last saw, by its own header: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export function lastEventId({ headers }: Request): number | null {
  const id = headers.get("last-event-id");
  return id !== null && /^\d{1,15}$/.test(id) ? Number(id) : null;
}
