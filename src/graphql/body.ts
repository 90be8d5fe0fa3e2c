/** What a request's body may be: JSON or an upload, and only so much of it. It is measured as it comes, whatever it says. */
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { importLimits } from "../imports/start.ts";

/** Bytes. A file that is somewhat too large is still read, so that the answer can say what a file may be. */
export const bodyLimits = { json: 1_000_000, upload: 2 * importLimits.bytes };

const jsonTypes = ["application/json", "application/graphql+json"];
const uploadType = "multipart/form-data";

/** Refuses other methods and content types, and bodies that are too large or not what they say they are. */
export function useStrictBody(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (request.method !== "GET" && request.method !== "POST") {
        throw refusal(405, "METHOD_NOT_ALLOWED", "GraphQL is asked by POST, or by GET for queries.", {
          allow: "GET, POST",
        });
      }
      if (request.method === "GET") return;
      const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
      if (!requestParser || ![...jsonTypes, uploadType].includes(type)) {
        throw refusal(415, "UNSUPPORTED_MEDIA_TYPE", `Send application/json, or ${uploadType} for files.`, {
          "accept-post": [...jsonTypes, uploadType].join(", "),
        });
      }
      const most = type === uploadType ? bodyLimits.upload : bodyLimits.json;
      if (Number(request.headers.get("content-length")) > most) throw tooLarge(most, type);
      setRequestParser(async () => {
        const body = request.body && limited(request.body, most);
        try {
          return await requestParser(
            new Request(request.url, {
              method: "POST",
              headers: request.headers,
              body: body?.stream ?? null,
            }),
          );
        } catch (error) {
          if (body?.isCut()) throw tooLarge(most, type);
          throw refusal(
            400,
            "BAD_REQUEST",
            error instanceof GraphQLError ? error.message : `The body is no valid ${type}.`,
          );
        }
      });
    },
  };
}

/** The stream, cut off where it is too long. */
function limited(body: ReadableStream<Uint8Array>, most: number) {
  let bytes = 0;
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > most) controller.error(new Error("The body is too large"));
        else controller.enqueue(chunk);
      },
    }),
  );
  return { stream, isCut: () => bytes > most };
}

function tooLarge(most: number, type: string): GraphQLError {
  const hint = type === uploadType ? "" : " A larger file goes by `startImport`, as an upload.";
  return refusal(
    413,
    "BODY_TOO_LARGE",
    `The body is larger than the ${most} bytes that are taken of ${type}.${hint}`,
  );
}

function refusal(status: number, code: string, message: string, headers: Record<string, string> = {}) {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}
