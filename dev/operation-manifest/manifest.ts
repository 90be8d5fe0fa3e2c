/** Apollo's operation manifest: what a client may run, by id. */

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format */
export type Manifest = {
  format: "apollo-persisted-query-manifest";
  version: 1;
  operations: Operation[];
};

/** `id` is the SHA-256 of `body` in hex, and `body` what the client sends, to the letter. */
export type Operation = {
  id: string;
  name: string;
  type: "query" | "mutation" | "subscription";
  body: string;
};
