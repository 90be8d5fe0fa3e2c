/** The API with other bindings than the tests', e.g. without a model or with a limiter that is down. */
import { env } from "cloudflare:workers";
import { yoga } from "../../src/graphql.ts";
import type { ApiError } from "./api.ts";

/** `fetch` of a deployment that differs by these bindings; `undefined` takes one away. Waits for what it does after the answer. */
export function deployment(bindings: Record<string, unknown>): typeof fetch {
  const differing: Env = Object.create(
    env,
    Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, { value, enumerable: true }])),
  );
  return async (input, init) => {
    const afterwards: Promise<unknown>[] = [];
    const response = await yoga.fetch(new Request(input, init), {
      env: differing,
      waitUntil: (work) => afterwards.push(work),
    });
    await Promise.all(afterwards);
    return response;
  };
}

/** Sends a document to such a deployment. */
export async function sendWith<Data = Record<string, never>>(
  bindings: Record<string, unknown>,
  query: string,
  headers: Record<string, string> = {},
) {
  const response = await deployment(bindings)("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = await response.json<{ data: Data; errors?: ApiError[] }>();
  return { data, errors, status: response.status, headers: response.headers };
}
