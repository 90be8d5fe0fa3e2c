/** Apollo Client as an app sets it up, and the start of an import to watch. */
import { readFileSync } from "node:fs";
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { Defer20220824Handler } from "@apollo/client/incremental";
import { buildSchema, isAbstractType } from "graphql";
import { inject } from "vitest";
import { ImportTextDocument } from "../../support/operations.gen.ts";

const schema = buildSchema(readFileSync("schema/schema.graphql", "utf8"));
const possibleTypes = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
);

/** The endpoint of the running server. */
export function endpoint(): string {
  return `${inject("origin")}/graphql`;
}

/** A client with an empty cache; `link` as HttpLink takes it. */
export function apolloClient(link: HttpLink.Options = {}): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: endpoint(), ...link }),
    cache: new InMemoryCache({ possibleTypes }),
    incrementalHandler: new Defer20220824Handler(),
  });
}

/** An import under way. */
export async function startedImport(client: ApolloClient, name: string, rows: number) {
  const lines = Array.from({ length: rows }, (_, row) => `${name} ${row},Somebody ${row % 50}`);
  const csv = ["Title,Author", ...lines].join("\n");
  const { data } = await client.mutate({ mutation: ImportTextDocument, variables: { csv } });
  if (data?.startImportFromText.__typename !== "StartJobSuccess") throw new Error("The import was refused");
  const { job, token } = data.startImportFromText;
  return { id: job.id, token };
}
