/**
 * What the Worker knows of the manifests: each operation's text once, as Apollo iOS sends it, whose id is its SHA-256, and
 * the id under which Apollo Client asks for the same.
 */
import type { CodegenPlugin, Types } from "@graphql-codegen/plugin-helpers";
import type { GraphQLSchema } from "graphql";
import { plugin as apolloClient } from "./apollo-client.ts";
import { plugin as apolloIos } from "./apollo-ios.ts";
import type { Manifest } from "./manifest.ts";

/** Writes the operations, sorted by name. */
export const plugin: CodegenPlugin["plugin"] = async (schema, documents) => {
  const ids = new Map((await read(apolloClient, schema, documents)).map(({ name, id }) => [name, id]));
  const operations = (await read(apolloIos, schema, documents)).map(({ name, body }) => {
    const apolloClientId = ids.get(name);
    if (apolloClientId === undefined) throw new Error(`${name} is not in Apollo Client's manifest`);
    return { name, apolloClientId, body };
  });
  return `${JSON.stringify(operations, null, 2)}\n`;
};

async function read(
  manifest: CodegenPlugin["plugin"],
  schema: GraphQLSchema,
  documents: Types.DocumentFile[],
): Promise<Manifest["operations"]> {
  const { operations }: Manifest = JSON.parse(String(await manifest(schema, documents, {})));
  return operations;
}
