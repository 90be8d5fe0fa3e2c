/** A job object's byte stream as an async iterable that a subscription can leave at any moment. */
import { Repeater } from "graphql-yoga";
import { type JobEvent, jobEvent } from "./job.ts";

/** The events of a stream of JSON lines, each as `present` shows it; blank lines are heartbeats. */
export function eventsOf<Shown>(stream: ReadableStream<Uint8Array>, present: (event: JobEvent) => Shown) {
  return new Repeater<Shown>(async (push, stop) => {
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    let isLeft = false;
    // A generator parked on `read` would hear of the leaving only with the next event.
    stop.then(() => {
      isLeft = true;
      return reader.cancel();
    });
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
