/** The played book services, and the gates before them, as a test begins. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { providerNames } from "../../src/enrichment/services.ts";

const played = "http://local-platform/providers";

/** How often each service was asked since the last reset. */
export async function calls(): Promise<Record<string, number>> {
  const status = await (await env.LOCAL_PLATFORM.fetch(played)).json<Record<string, { calls: number }>>();
  return Object.fromEntries(Object.entries(status).map(([name, { calls }]) => [name, calls]));
}

/** Makes services behave: "normal", "slow", "rate-limited", "quota-exhausted", "server-error", "malformed", "down" … */
export async function switchTo(behaviours: Record<string, string>): Promise<void> {
  for (const [name, behaviour] of Object.entries(behaviours)) {
    const body = JSON.stringify({ behaviour });
    await env.LOCAL_PLATFORM.fetch(`${played}/${name}/behaviour`, { method: "POST", body });
  }
}

/** Everything well, nothing counted, every gate as new. */
export async function freshProviders(): Promise<void> {
  await env.LOCAL_PLATFORM.fetch(`${played}/reset`, { method: "POST" });
  for (const name of providerNames) {
    await runInDurableObject(env.PROVIDER_GATES.get(env.PROVIDER_GATES.idFromName(name)), (_gate, state) =>
      state.storage.deleteAll(),
    );
  }
}
