/** The local platform as a second Worker beside the tests: bundled when the runner starts, bound by name. */
import { buildSync } from "esbuild";
import { embed } from "../../dev/local-platform/embedding.ts";

const compatibilityDate = "2026-11-01";

const { outputFiles } = buildSync({
  entryPoints: ["dev/local-platform/index.ts"],
  bundle: true,
  write: false,
  format: "esm",
  target: "es2024",
  external: ["cloudflare:*", "node:*"],
});

const platform = {
  modules: [{ type: "ESModule" as const, path: "index.js", contents: outputFiles[0]?.text ?? "" }],
  compatibilityDate,
  compatibilityFlags: ["nodejs_compat"],
  durableObjects: { VECTOR_STORE: { className: "VectorStore", useSQLite: true } },
};

/** The stand-ins as `npm start` runs them. */
export const localPlatform = { name: "bookstrack-local-platform", ...platform };

/** The same with EMBEDDINGS_URL: a server that speaks OpenAI's embeddings protocol, as Ollama does. */
export const platformWithServer = {
  name: "bookstrack-local-platform-with-server",
  ...platform,
  bindings: { EMBEDDINGS_URL: "http://embeddings.example" },
  outboundService: async (request: { url: string; json(): Promise<unknown> }) => {
    if (new URL(request.url).pathname !== "/v1/embeddings") return new Response("", { status: 404 });
    const { model, input } = (await request.json()) as { model: string; input: string[] };
    if (input[0] === "too small") return Response.json({ model, data: [{ index: 0, embedding: [1, 2, 3] }] });
    if (input[0] === "broken") return new Response("out of memory", { status: 500 });
    const data = input.map((text, index) => ({ object: "embedding", index, embedding: embed(text) }));
    return Response.json({ object: "list", model, data: data.toReversed() });
  },
};
