/** The three ways in which results travel one after the other. */
import { eventIdOf } from "./event-id.ts";
import { jsonOf } from "./json.ts";
import type { Frames } from "./stream.ts";

const failure = {
  message: "The stream broke off. Ask again from where you are.",
  extensions: { code: "STREAM_BROKEN" },
};

/**
 * Server-sent events in graphql-sse's distinct connections mode, with the event's number as `id:` so that an EventSource
 * resumes by itself. https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
export const serverSentEvents: Frames = {
  open: ":\n\n",
  heartbeat: ":\n\n",
  result: (result) => {
    const id = eventIdOf(result);
    return `event: next\n${id === null ? "" : `id: ${id}\n`}data: ${jsonOf(result)}\n\n`;
  },
  failed: `event: next\ndata: ${JSON.stringify({ errors: [failure] })}\n\n`,
  close: "event: complete\ndata:\n\n",
};

/**
 * Apollo's multipart subscriptions, version 1.0: `{}` is a heartbeat, a result stands in `payload`, and `errors` beside it
 * is the transport's own. https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipartSubscription: Frames = {
  // A part is read when the boundary after it has come, so each is sent with that.
  open: `\r\n--graphql${part("{}")}`,
  heartbeat: part("{}"),
  result: (result) => part(`{"payload":${jsonOf(result)}}`),
  failed: part(JSON.stringify({ payload: null, errors: [failure] })),
  close: "--\r\n",
};

/** `@defer` and `@stream` as of 2022-08-24: the first part is the answer so far, the others what is missing of it. */
export const incrementalDelivery: Frames = {
  open: "\r\n--graphql",
  heartbeat: "",
  result: (result) => part(jsonOf(result)),
  failed: part(JSON.stringify({ errors: [failure], hasNext: false })),
  close: "--\r\n",
};

function part(json: string): string {
  return `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--graphql`;
}
