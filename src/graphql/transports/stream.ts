/** Results as a byte stream, in the frames of one protocol, kept alive by heartbeats and left when its reader leaves. */
import type { ExecutionResult } from "graphql";

/** How a protocol writes things. `failed` is for what goes wrong in the stream itself. */
export type Frames = {
  open: string;
  heartbeat: string;
  result: (result: ExecutionResult) => string;
  failed: string;
  close: string;
};

/** A stream of one result or many, with a heartbeat every `heartbeatMs`. */
export function framed(
  results: ExecutionResult | AsyncIterable<ExecutionResult>,
  frames: Frames,
  heartbeatMs: number,
): ReadableStream<Uint8Array> {
  const iterator = many(results)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let heart: ReturnType<typeof setInterval> | undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(frames.open));
      if (frames.heartbeat === "") return;
      heart = setInterval(() => {
        // Who does not read needs no sign of life, and gets no pile of them.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(frames.heartbeat));
      }, heartbeatMs);
    },
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        controller.enqueue(encoder.encode(done ? frames.close : frames.result(value)));
        if (!done) return;
      } catch {
        controller.enqueue(encoder.encode(frames.failed + frames.close));
      }
      clearInterval(heart);
      controller.close();
    },
    async cancel() {
      clearInterval(heart);
      await iterator.return?.();
    },
  });
}

async function* one(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}

function many(results: ExecutionResult | AsyncIterable<ExecutionResult>): AsyncIterable<ExecutionResult> {
  return Symbol.asyncIterator in results ? results : one(results);
}
