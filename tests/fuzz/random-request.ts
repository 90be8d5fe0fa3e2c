/** Requests around random operations: transports, broken texts, variables, and files. */
import type { GraphQLSchema } from "graphql";
import type { Random } from "./random.ts";
import { randomOperation } from "./random-operation.ts";

const accepts = [
  "application/json",
  "application/graphql-response+json",
  "*/*",
  "multipart/mixed;deferSpec=20220824, application/json",
  "multipart/mixed;subscriptionSpec=1.0, application/json",
  "text/event-stream",
];

/** One request to `endpoint`: mostly POST of JSON, some by GET, some uploads, some no GraphQL at all. */
export function randomRequest(schema: GraphQLSchema, random: Random, endpoint: string): Request {
  const headers: Record<string, string> = { accept: random.pick(accepts) };
  if (random.chance(0.3))
    headers.authorization = random.pick(["Bearer an-admin's-key", "Bearer a.b.c", "Basic x"]);
  const query = random.chance(0.15)
    ? damaged(random, randomOperation(schema, random))
    : randomOperation(schema, random);
  if (random.chance(0.08)) return upload(random, endpoint, headers);
  if (random.chance(0.15)) {
    const url = `${endpoint}?${new URLSearchParams({ query, variables: random.pick(["", "{}", "{", "[]"]) })}`;
    return new Request(url.slice(0, 12_000), { headers: { ...headers, "apollo-require-preflight": "1" } });
  }
  const body = random.chance(0.05)
    ? random.pick([
        "",
        "{",
        "[]",
        "null",
        '{"query":7}',
        '{"query":"{ __typename }","variables":[1]}',
        "\u0000",
      ])
    : JSON.stringify({ query, variables: random.chance(0.1) ? { unused: random.number() } : {} });
  const contentType = random.chance(0.03) ? "text/plain" : "application/json";
  return new Request(endpoint, {
    method: "POST",
    headers: { ...headers, "content-type": contentType },
    body,
  });
}

/** A text with some of it cut out, doubled or replaced. */
function damaged(random: Random, text: string): string {
  const at = random.below(text.length);
  const length = random.below(8);
  return random.pick([
    text.slice(0, at) + text.slice(at + length),
    text.slice(0, at) + random.pick(['"', "{", "}", "(", "$", "...", "@", "\u0000", "书"]) + text.slice(at),
    text.slice(0, at) + text.slice(Math.max(0, at - length)),
    text.slice(0, at),
  ]);
}

function upload(random: Random, endpoint: string, headers: Record<string, string>): Request {
  const form = new FormData();
  const query =
    "mutation ($file: File!) { startImport(file: $file) { __typename ... on FileRejected { reason message } } }";
  form.set("operations", random.chance(0.9) ? JSON.stringify({ query, variables: { file: null } }) : "{");
  form.set("map", random.chance(0.9) ? JSON.stringify({ file: ["variables.file"] }) : '{"file":[7]}');
  if (random.chance(0.95))
    form.set("file", new Blob([file(random)]), random.pick(["a.csv", "x.png", "", "../a"]));
  return new Request(endpoint, {
    method: "POST",
    headers: { ...headers, "apollo-require-preflight": "1" },
    body: form,
  });
}

function file(random: Random): string | Uint8Array<ArrayBuffer> {
  if (random.chance(0.4)) return Uint8Array.from({ length: random.below(5_000) }, () => random.below(256));
  const cell = () =>
    random.pick(["The Trial", "Kafka, Franz", '"', '=""978', "9780439554930", "", "5", "2020/13/45"]);
  const header = random.pick(["Title,Author,ISBN", "Title;Author", "Nothing,Useful", "Title\tMy Rating", ""]);
  const rows = Array.from({ length: random.below(40) }, () =>
    Array.from({ length: random.below(6) }, cell).join(","),
  );
  return [header, ...rows].join(random.pick(["\n", "\r\n", "\r"]));
}
