/** The API with other bindings than the tests', e.g. without a model or with a limiter that is down. */
import { env } from "cloudflare:workers";
import { yoga } from "../../src/graphql.ts";
import type { ApiError } from "./api.ts";

/** Sends a document to a deployment that differs by these bindings; `undefined` takes one away. */
export async function sendWith<Data = Record<string, never>>(
  bindings: Record<string, unknown>,
  query: string,
  headers: Record<string, string> = {},
) {
  const differing: Env = Object.create(
    env,
    Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, { value, enumerable: true }])),
  );
  const response = await yoga.fetch(
    new Request("http://bookstrack.example/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query }),
    }),
    { env: differing, waitUntil: () => undefined },
  );
  const { data, errors = [] } = await response.json<{ data: Data; errors?: ApiError[] }>();
  return { data, errors, status: response.status, headers: response.headers };
}
