/**
 * The local platform: what Workers AI and Vectorize are to the deployed Worker, on one machine. Never deployed. Its
 * entrypoints have the bindings' own methods, shapes and limits, so that code which breaks the platform's rules breaks
 * here too. POST /behaviour {"ai": "normal" | "slow" | "down" | "over-quota", "vectors": …} shows how the product degrades.
 */

import { behaviours, isBehaviour, readBehaviour, writeBehaviour } from "./behaviour.ts";
import { playedProviders } from "./providers/index.ts";

export { LocalAi } from "./ai.ts";
export { LocalVectors, VectorStore } from "./vectors.ts";

const providers = playedProviders();

export default {
  async fetch(request, env) {
    const played = await providers(request);
    if (played) return played;
    const { hostname, pathname } = new URL(request.url);
    if (hostname === "local-platform" && pathname === "/issuer/jwks.json") return publicKeys(env);
    if (hostname !== "local-platform" && pathname !== "/behaviour") return fetch(request);
    if (pathname !== "/behaviour")
      return new Response("The local platform of BooksTrack API.\n", { status: 404 });
    if (request.method === "POST") {
      const wanted = await request.json<Record<string, unknown>>();
      for (const [part, behaviour] of Object.entries(wanted)) {
        if (!isBehaviour(behaviour))
          return new Response(`A behaviour is one of ${behaviours.join(", ")}\n`, { status: 400 });
        await writeBehaviour(env, part, behaviour);
      }
    }
    return Response.json({
      ai: await readBehaviour(env, "ai"),
      vectors: await readBehaviour(env, "vectors"),
    });
  },
} satisfies ExportedHandler<PlatformEnv>;

/** The played issuer's keys: those of `npm start`'s developer token. */
function publicKeys({ LOCAL_JWKS: keys }: PlatformEnv): Response {
  if (!keys) return new Response("No developer's key was made yet.\n", { status: 404 });
  return new Response(keys, { headers: { "content-type": "application/jwk-set+json" } });
}
