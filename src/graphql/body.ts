/** What a request's body may be: JSON or an upload, and only so much of it. It is measured as it comes, whatever it says. */
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { importLimits } from "../imports/start.ts";

/** Bytes, and parts of an upload. A file that is somewhat too large is still read, so that the answer can say what a file may be. */
export const bodyLimits = { json: 1_000_000, upload: 2 * importLimits.bytes, parts: 20 };

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
      if (request.method === "GET") return requireJsonParameters(new URL(request.url).searchParams);
      const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
      if (!requestParser || ![...jsonTypes, uploadType].includes(type)) {
        throw refusal(415, "UNSUPPORTED_MEDIA_TYPE", `Send application/json, or ${uploadType} for files.`, {
          "accept-post": [...jsonTypes, uploadType].join(", "),
        });
      }
      const isUpload = type === uploadType;
      const most = isUpload ? bodyLimits.upload : bodyLimits.json;
      if (Number(request.headers.get("content-length")) > most) throw tooLarge(most, type);
      setRequestParser(async () => {
        const boundary = isUpload ? boundaryOf(request) : null;
        // HTTP holds a sender to the length that it says, and most say it: only the others are measured.
        const isMeasured = !isUpload && request.headers.has("content-length");
        const body = isMeasured || !request.body ? null : limited(request.body, most, boundary);
        const { url, headers } = request;
        try {
          const limitedRequest = body
            ? new Request(url, { method: "POST", headers, body: body.stream })
            : request;
          const parameters: unknown = await requestParser(
            isUpload ? await withForm(limitedRequest) : limitedRequest,
          );
          if (typeof parameters !== "object" || parameters === null) throw new Error("Not an object");
          return parameters;
        } catch (error) {
          if (body?.isTooLarge()) throw tooLarge(most, type);
          if (error instanceof GraphQLError && error.extensions.code === "BODY_TOO_LARGE") throw error;
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

/** @throws BAD_REQUEST naming the parameter that is no JSON. */
function requireJsonParameters(parameters: URLSearchParams): void {
  for (const name of ["variables", "extensions"]) {
    try {
      JSON.parse(parameters.get(name) || "{}");
    } catch {
      throw refusal(400, "BAD_REQUEST", `${name}: is no valid JSON.`);
    }
  }
}

function boundaryOf(request: Request): string | null {
  const [, quoted, plain] =
    /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(request.headers.get("content-type") ?? "") ?? [];
  return quoted ?? plain ?? null;
}

/** The request with its form read: `operations` is JSON, and may be as long as JSON may be. */
async function withForm(request: Request): Promise<Request> {
  const form = await request.formData();
  const operations = form.get("operations");
  if (typeof operations === "string" && operations.length > bodyLimits.json)
    throw tooLarge(bodyLimits.json, "operations");
  return Object.create(request, { formData: { value: async () => form } });
}

/** The stream, cut off where it is too long or has too many parts, of which each takes its time to read. */
function limited(body: ReadableStream<Uint8Array>, most: number, boundary: string | null) {
  let [bytes, parts] = [0, 0];
  let rest: Buffer = Buffer.alloc(0);
  const isTooLarge = () => bytes > most || parts > bodyLimits.parts;
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (boundary) {
          // What a chunk ends with may be the beginning of a boundary.
          const text = Buffer.concat([rest, chunk]);
          for (let at = text.indexOf(boundary); at >= 0 && !isTooLarge(); ) {
            parts++;
            at = text.indexOf(boundary, at + boundary.length);
          }
          rest = text.subarray(
            Math.max(text.lastIndexOf(boundary) + boundary.length, text.length - boundary.length + 1),
          );
        }
        if (isTooLarge()) controller.error(new Error("The body is too large"));
        else controller.enqueue(chunk);
      },
    }),
  );
  return { stream, isTooLarge };
}

function tooLarge(most: number, what: string): GraphQLError {
  const rest =
    what === uploadType
      ? `, in ${bodyLimits.parts} parts.`
      : ". A larger file goes by `startImport`, as a part of an upload.";
  return refusal(413, "BODY_TOO_LARGE", `Of ${what} at most ${most} bytes are taken${rest}`);
}

function refusal(status: number, code: string, message: string, headers: Record<string, string> = {}) {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}
