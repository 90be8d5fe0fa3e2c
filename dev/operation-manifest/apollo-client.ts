/** The manifest that Apollo's own tool makes for Apollo Client on the web. */
import { generatePersistedQueryManifest } from "@apollo/generate-persisted-query-manifest";
import type { CodegenPlugin, Types } from "@graphql-codegen/plugin-helpers";
import type { Manifest } from "./manifest.ts";

/** Writes the manifest of all operations, sorted by name. */
export const plugin: CodegenPlugin["plugin"] = async (_schema, documents) => {
  const files = documents.flatMap(({ location }: Types.DocumentFile) => location ?? []);
  const manifest: Manifest = await generatePersistedQueryManifest({ documents: files }, undefined);
  return `${JSON.stringify(manifest, null, 2)}\n`;
};
