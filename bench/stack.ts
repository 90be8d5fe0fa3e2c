/** Workers in workerd on this machine, each on a socket of its own: no proxy stands between it and who asks. */
import { readdirSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions as optionsOf } from "wrangler";
import { bundleEntry } from "./bundle.ts";
import { childNamed } from "./process.ts";

/** The admin's key of every server here. */
export const adminKey = "bench";

const api = "bookstrack-api";
const baseline = "bookstrack-baseline";
const platform = "bookstrack-local-platform";

/** What is measured is answering, not refusing. */
const unlimited = {
  RATE_LIMIT_TEXT: "100000000",
  RATE_LIMIT_SEMANTIC: "100000000",
  RATE_LIMIT_ENRICHMENT: "100000000",
  RATE_LIMIT_IMPORT: "100000000",
};

/** The API and the baseline in one process, over the same data. */
export type Stack = {
  origins: { api: string; baseline: string };
  /** The process that serves both, and where V8 can be asked about it if that was wanted. */
  pid: number;
  inspectorPort: number | null;
  /** Runs the API's cron. */
  cron: (expression: string) => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Starts both over the data in `state`. Only with `isInspected` is there an inspector: where there is one, every line of
 * the log is kept for it with the stack it came from, which is no part of serving.
 */
export async function startStack({
  code,
  state,
  isInspected = false,
}: {
  code: string;
  state: string;
  isInspected?: boolean | undefined;
}): Promise<Stack> {
  const inspectorPort = isInspected ? await freePort() : null;
  const own = optionsOf("wrangler.jsonc", "").workerOptions;
  const AI = { name: platform, entrypoint: "LocalAi" };
  const BOOK_VECTORS = { name: platform, entrypoint: "LocalVectors" };
  const shared = {
    compatibilityDate: own.compatibilityDate,
    compatibilityFlags: own.compatibilityFlags,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  };
  // The flood guard is the platform's own: here it would be JavaScript in the isolate that is measured.
  // GraphiQL's files are left out too: with them the socket would lead to a proxy in JavaScript in front of the Worker.
  const { assets: _files, serviceBindings: _assets, ratelimits: _guard, queueConsumers, ...rest } = own;
  // What is imported is measured without the providers, who would be asked about every new book behind it.
  const { "bookstrack-enrichment": _providers, ...consumers } = queueConsumers as Record<string, object>;
  const workers = [
    {
      ...rest,
      ...shared,
      name: api,
      modules: [module(code)],
      queueConsumers: consumers,
      bindings: {
        ...(own.bindings as Record<string, string>),
        ADMIN_API_KEY: adminKey,
        ...unlimited,
      },
      serviceBindings: { AI, BOOK_VECTORS, OUTBOUND: platform, ASSETS: platform },
    },
    {
      ...shared,
      name: baseline,
      modules: [module(bundleEntry("bench/baseline/index.ts"))],
      d1Databases: own.d1Databases,
      kvNamespaces: own.kvNamespaces,
      serviceBindings: { AI, BOOK_VECTORS },
      bindings: unlimited,
      durableObjects: {
        JOBS: { className: "JobObject", scriptName: api, useSQLite: true },
        RATE_LIMITS: { className: "RateLimiter", scriptName: api, useSQLite: true },
      },
    },
    {
      name: platform,
      compatibilityDate: own.compatibilityDate,
      compatibilityFlags: own.compatibilityFlags,
      modules: [module(bundleEntry("dev/local-platform/index.ts"))],
      durableObjects: { VECTOR_STORE: { className: "VectorStore", useSQLite: true } },
    },
  ] as V4WorkerOptions[];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers,
      resourcePersistencePath: state,
      cf: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: () => undefined,
      ...(inspectorPort === null ? {} : { inspectorPort }),
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  await miniflare.ready;
  const direct = async (name: string) => (await miniflare.unsafeGetDirectURL(name)).origin;
  return {
    origins: { api: await direct(api), baseline: await direct(baseline) },
    pid: childNamed("workerd"),
    inspectorPort,
    cron: async (cron) => {
      const worker = await miniflare.getWorker(api);
      await worker.scheduled({ cron });
    },
    stop: () => miniflare.dispose(),
  };
}

/** Puts a catalogue's SQLite file where the Workers' D1 will find it. */
export async function prepareState(state: string, catalogue: string): Promise<void> {
  const { d1Databases, compatibilityDate } = optionsOf("wrangler.jsonc", "").workerOptions;
  const script = "export default { fetch: () => new Response() }";
  const options = { script, modules: true, d1Databases, compatibilityDate, resourcePersistencePath: state };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options as V4WorkerOptions));
  const database = await miniflare.getD1Database("DB");
  await database.exec("SELECT 1");
  await miniflare.dispose();
  const folder = join(state, "d1", "miniflare-D1DatabaseObject");
  const files = readdirSync(folder).filter((name) => !name.startsWith("metadata"));
  const [file] = files.filter((name) => name.endsWith(".sqlite"));
  if (!file) throw new Error("The local D1 keeps its data elsewhere");
  for (const name of files) rmSync(join(folder, name));
  renameSync(catalogue, join(folder, file));
}

function module(contents: string) {
  return { type: "ESModule" as const, path: "index.js", contents };
}

/** A port that nobody listens on; Miniflare does not tell which one it would choose. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
