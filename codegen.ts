/** Writes schema/schema.graphql (printed and sorted) and typed operations for the tests. */
import type { CodegenConfig } from "@graphql-codegen/cli";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "./src/schema.ts";

const config: CodegenConfig = {
  schema: printSchema(lexicographicSortSchema(schema)),
  documents: "schema/operations/*.graphql",
  generates: {
    "schema/schema.graphql": { plugins: ["schema-ast"], config: { sort: true, includeDirectives: true } },
  },
};

export default config;
