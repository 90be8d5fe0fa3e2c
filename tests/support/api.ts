/** The API as a client sees it: documents in through `fetch`, answers out. */

import { exports } from "cloudflare:workers";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";

/** An error as it travels. */
export type ApiError = { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> };

/** An answer: how often D1 was asked, by how many statements and for how many rows, as Server-Timing tells. */
export type Answer<Data> = {
  data: Data;
  errors: ApiError[];
  status: number;
  trips: number;
  statements: number;
  rows: number;
  headers: Headers;
  extensions: { notes?: string[] };
};

const endpoint = "http://bookstrack.example/graphql";

/** Sends an operation of schema/operations; fails the test when the answer is not JSON. */
export function execute<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  return send<Data>(print(document), variables, headers);
}

/** Sends any document, for what no client would send twice. */
export async function send<Data = Record<string, never>>(
  query: string,
  variables: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  const response = await exports.default.fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = await response.json<{ data: Data; errors?: ApiError[]; extensions?: { notes?: string[] } }>();
  const timing = response.headers.get("server-timing") ?? "";
  const [trips = 0, statements = 0, rows = 0] = [...timing.matchAll(/desc="(\d+)/g)].map(([, n]) =>
    Number(n),
  );
  return {
    data: body.data,
    errors: body.errors ?? [],
    status: response.status,
    trips,
    statements,
    rows,
    headers: response.headers,
    extensions: body.extensions ?? {},
  };
}
