/** Writes schema/schema.graphql (printed and sorted), schema/ACCESS.md, the manifests of the operations, and these, typed. */
import type { CodegenConfig } from "@graphql-codegen/cli";
import { lexicographicSortSchema, printSchema } from "graphql";
import { accessTable } from "./src/accounts/access-table.ts";
import { schema } from "./src/schema.ts";

const scalars = {
  ISBN: "string",
  PartialDate: "string",
  Date: "string",
  DateTime: "string",
  URL: "string",
  LanguageCode: "string",
  File: "File",
};

const config: CodegenConfig = {
  schema: printSchema(lexicographicSortSchema(schema)),
  documents: "schema/operations/*.graphql",
  generates: {
    "schema/schema.graphql": { plugins: ["schema-ast"], config: { sort: true } },
    "schema/ACCESS.md": { plugins: [{ add: { content: accessTable(schema) } }] },
    "schema/manifests/apollo-client.json": { plugins: ["./dev/operation-manifest/apollo-client.ts"] },
    "schema/manifests/apollo-ios.json": { plugins: ["./dev/operation-manifest/apollo-ios.ts"] },
    "schema/manifests/worker.json": { plugins: ["./dev/operation-manifest/worker.ts"] },
    "tests/support/operations.gen.ts": {
      plugins: [
        { add: { content: "// Written by `npm run codegen` from schema/operations; never edited." } },
        "typescript-operations",
        "typed-document-node",
      ],
      config: {
        scalars,
        strictScalars: true,
        enumsAsTypes: true,
        useTypeImports: true,
        skipTypename: true,
        documentMode: "documentNode",
      },
    },
  },
};

export default config;
