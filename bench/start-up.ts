/** How long an isolate takes to evaluate the bundle: what a request waits for that meets a new one. */
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as optionsOf } from "wrangler";
import { type Spread, spreadOf } from "./load.ts";

// A Worker's clock stands still while it computes, so the time is taken outside, around an import.
const importer = `export default { async fetch(request) {
  if (request.url.endsWith("/load")) await import("./bundle.js");
  return new Response();
} }`;

/** Milliseconds from asking for the module to having it, in isolates that are new each time. */
export async function evaluationTime(code: string, isolates: number): Promise<Spread> {
  const { compatibilityDate, compatibilityFlags } = optionsOf("wrangler.jsonc", "").workerOptions;
  const names = Array.from({ length: isolates }, (_, number) => `isolate-${number}`);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: names.map((name) => ({
        name,
        compatibilityDate,
        compatibilityFlags,
        unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        modules: [
          { type: "ESModule", path: "index.js", contents: importer },
          { type: "ESModule", path: "bundle.js", contents: code },
        ],
      })),
      cf: false,
      log: new Log(LogLevel.ERROR),
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  await miniflare.ready;
  const times: number[] = [];
  for (const name of names) {
    const { origin } = await miniflare.unsafeGetDirectURL(name);
    const took = async (path: string) => {
      const started = performance.now();
      await (await fetch(`${origin}${path}`)).arrayBuffer();
      return performance.now() - started;
    };
    await took("/");
    const [load, nothing] = [await took("/load"), await took("/")];
    times.push(load - nothing);
  }
  await miniflare.dispose();
  return spreadOf(times);
}
