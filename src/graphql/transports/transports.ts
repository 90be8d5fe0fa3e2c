/** Which protocol a client gets its results by, by what it says it accepts: one source, three ways to read it. */
import type { ExecutionResult } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context, Invocation } from "../../context.ts";
import { withEventId } from "./event-id.ts";
import { incrementalDelivery, multipartSubscription, serverSentEvents } from "./frames.ts";
import { type Frames, framed } from "./stream.ts";

type ResultHook = NonNullable<Plugin["onResultProcess"]>;
type ResultProcessor = Parameters<Parameters<ResultHook>[0]["setResultProcessor"]>[0];

/** Milliseconds of silence before a heartbeat, unless HEARTBEAT_MS says otherwise; proxies cut at a minute or so. */
const defaultHeartbeatMs = 10_000;

/**
 * Server-sent events, multipart subscriptions and incremental delivery. A client that names `subscriptionSpec` has its
 * refusal as a stream of one result, where it looks for one; all others have it as JSON.
 */
export function useTransports(): Plugin<Context, Invocation> {
  return {
    onSubscribe: ({ args: { contextValue } }) => ({
      onSubscribeResult: () => ({
        onNext({ result, setResult }) {
          if (contextValue.eventId !== null && !isMany(result))
            setResult(withEventId(result, contextValue.eventId));
        },
      }),
    }),

    onResultProcess({ request, result, serverContext: { env }, setResultProcessor }) {
      const heartbeatMs = Number(env.HEARTBEAT_MS) || defaultHeartbeatMs;
      const accept = (request.headers.get("accept") ?? "").toLowerCase().replace(/[\s"]/g, "");
      const isStream = isMany(result);
      if (accept.includes("subscriptionspec=1.0")) {
        const type = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0";
        setResultProcessor(streaming(multipartSubscription, type, heartbeatMs), "multipart/mixed");
      } else if (accept.includes("text/event-stream") && (isStream || !accept.includes("json"))) {
        setResultProcessor(
          streaming(serverSentEvents, "text/event-stream", heartbeatMs),
          "text/event-stream",
        );
      } else if (accept.includes("multipart/mixed") && isStream) {
        const type = "multipart/mixed;boundary=graphql;deferSpec=20220824";
        setResultProcessor(streaming(incrementalDelivery, type, heartbeatMs), "multipart/mixed");
      }
    },
  };
}

function streaming(frames: Frames, contentType: string, heartbeatMs: number): ResultProcessor {
  return (result) => {
    if (Array.isArray(result)) return Response.json(batchesDoNotStream, { status: 400 });
    // Nobody between may wait for the end, or keep it.
    const headers = { "content-type": contentType, "cache-control": "no-store", "x-accel-buffering": "no" };
    return new Response(framed(result, frames, heartbeatMs), { headers });
  };
}

const batchesDoNotStream = {
  errors: [{ message: "A batch is answered as JSON only.", extensions: { code: "BAD_REQUEST" } }],
};

function isMany(result: object | undefined): result is AsyncIterable<ExecutionResult> {
  return result !== undefined && Symbol.asyncIterator in result;
}
