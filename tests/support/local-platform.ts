/** The local platform as a second Worker beside the tests: bundled when the runner starts, bound by name. */
import { buildSync } from "esbuild";

/** An auxiliary Worker for Miniflare, with the stand-ins of Workers AI, Vectorize and the book services. */
export function localPlatform(compatibilityDate: string) {
  const { outputFiles } = buildSync({
    entryPoints: ["dev/local-platform/index.ts"],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
  });
  return {
    name: "bookstrack-local-platform",
    modules: [{ type: "ESModule" as const, path: "index.js", contents: outputFiles[0]?.text ?? "" }],
    compatibilityDate,
    compatibilityFlags: ["nodejs_compat"],
    durableObjects: { VECTOR_STORE: { className: "VectorStore", useSQLite: true } },
  };
}
