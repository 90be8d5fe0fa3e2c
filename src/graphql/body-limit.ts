/** No request body above a limit. Yoga's own limit reads every body through a stream in JavaScript; this only the few that do not say their length. */
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Refuses longer bodies with 413, by Content-Length, which HTTP holds a sender to, or else by counting. */
export function useBodyLimit(most: number): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      const length = request.headers.get("content-length");
      if (length !== null && Number(length) > most) throw tooLarge(most);
      if (length !== null || request.body === null || !requestParser) return;
      setRequestParser((unmeasured) =>
        requestParser(new Request(unmeasured, { body: counted(unmeasured, most) })),
      );
    },
  };
}

function counted({ body }: Request, most: number): ReadableStream | null {
  let read = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      read += chunk.byteLength;
      if (read > most) controller.error(tooLarge(most));
      else controller.enqueue(chunk);
    },
  });
  return body?.pipeThrough(counter) ?? null;
}

function tooLarge(most: number): GraphQLError {
  return new GraphQLError(`The request's body is larger than ${most} bytes.`, {
    extensions: { code: "REQUEST_ENTITY_TOO_LARGE", http: { status: 413 } },
  });
}
