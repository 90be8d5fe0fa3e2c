/** The Worker with the local platform beside it, on this machine: for `npm start` and for measuring. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { getPlatformProxy } from "wrangler";
import * as z from "zod";

/** Where data is kept from one start to the next. */
export const stateFolder = ".wrangler/state";

/** Applies the migrations. @throws with wrangler's own words when one fails. */
export function applyMigrations(state = stateFolder): void {
  const { status, stdout, stderr } = spawnSync(
    "wrangler",
    ["d1", "migrations", "apply", "DB", "--local", "--persist-to", state],
    { encoding: "utf8", env: { ...process.env, CI: "true" } },
  );
  if (status !== 0) throw new Error(`The migrations failed:\n${stdout}${stderr}`);
}

/** Lends the local database to `work`, while no server runs. */
export async function withDatabase<Result>(
  work: (database: D1Database) => Promise<Result>,
  state = stateFolder,
): Promise<Result> {
  const platform = await getPlatformProxy<Pick<Env, "DB">>({
    configPath: "dev/seed/wrangler.jsonc",
    persist: { path: `${state}/v3` },
  });
  try {
    return await work(platform.env.DB);
  } finally {
    await platform.dispose();
  }
}

/** A running server; `quiet` keeps its log back until it is shown. */
export type Server = { origin: string; process: ChildProcess; stop: () => void };

/** Starts the server and waits until it answers. @throws with its log when it does not start. */
export async function startServer(options: {
  port: number;
  state?: string;
  vars?: Record<string, string>;
  onLog?: (chunk: string) => void;
}): Promise<Server> {
  const { port, state = stateFolder, vars = {}, onLog } = options;
  const configs = ["wrangler.jsonc", "dev/local-platform/wrangler.jsonc"];
  const server = spawn(
    "wrangler",
    [
      "dev",
      ...configs.flatMap((path) => ["-c", path]),
      ...[
        "--port",
        String(port),
        "--ip",
        "127.0.0.1",
        "--persist-to",
        state,
        "--show-interactive-dev-session=false",
      ],
      ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const origin = `http://localhost:${port}`;
  let log = "";
  let isReady = false;
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      if (isReady) onLog?.(chunk.toString());
      else log += chunk;
    });
  }
  process.on("exit", () => server.kill());
  while (!isReady) {
    await new Promise((resume) => setTimeout(resume, 100));
    if (server.exitCode !== null) throw new Error(`The server did not start:\n${log}`);
    isReady = await fetch(`${origin}/health`).then(
      (response) => response.ok,
      () => false,
    );
  }
  return { origin, process: server, stop: () => server.kill() };
}

const status = z.object({
  data: z.object({
    operations: z.object({ catalogue: z.object({ books: z.int(), vectorized: z.int() }) }),
  }),
});

/** Has every book embedded: the cron's own sweep, run now. False when it was not done within `seconds`. */
export async function vectorise(origin: string, adminKey: string, seconds: number): Promise<boolean> {
  const end = Date.now() + seconds * 1_000;
  await fetch(`${origin}/cdn-cgi/handler/scheduled?cron=*/15+*+*+*+*`);
  while (Date.now() < end) {
    const response = await fetch(`${origin}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": adminKey },
      body: JSON.stringify({ query: "{ operations { catalogue { books vectorized } } }" }),
    });
    const { books, vectorized } = status.parse(await response.json()).data.operations.catalogue;
    if (vectorized >= books) return true;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  return false;
}
