/** A job object's byte stream as an async iterable that a subscription can leave at any moment. */
import { Repeater } from "graphql-yoga";
import { type JobEvent, jobEvent } from "./job.ts";

/** When the right to watch ends, and what the watcher hears then. */
type Expiry = { inMs: number; tokenExpired: () => Error };

/**
 * The events of a stream of JSON lines, each as `present` shows it; blank lines are heartbeats. When the right to watch
 * ends before the stream does, the last one is the error that says so.
 */
export function eventsOf<Shown>(
  stream: ReadableStream<Uint8Array>,
  present: (event: JobEvent) => Shown,
  expiry: Expiry | null,
) {
  return new Repeater<Shown | Error>(async (push, stop) => {
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    let isLeft = false;
    // A generator parked on `read` would hear of the leaving only with the next event.
    stop.then(() => {
      isLeft = true;
      clearTimeout(timer);
      return reader.cancel();
    });
    const expire = async ({ tokenExpired }: Expiry) => {
      await push(tokenExpired());
      stop();
    };
    const timer = expiry ? setTimeout(expire, expiry.inMs, expiry) : undefined;
    let rest = "";
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        const lines = (rest + decoder.decode(read.value, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line !== "") await push(present(jobEvent.parse(JSON.parse(line))));
      }
    } catch (error) {
      if (!isLeft) throw error;
    }
    stop();
  });
}
