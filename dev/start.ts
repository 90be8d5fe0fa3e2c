/**
 * `npm start`: everything a newcomer needs on one machine with no account — migrations, seed catalogue, the Worker with
 * the local platform beside it — and a word on what to try. Data stays in .wrangler/ from one start to the next.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { getPlatformProxy } from "wrangler";
import { z } from "zod";
import { loadSeed } from "./seed/load.ts";

const port = Number(process.env.PORT ?? 8787);
const origin = `http://localhost:${port}`;

const welcome = `
BooksTrack API is ready.

  GraphiQL   ${origin}/graphql

Three things to try:
  1. Open GraphiQL and press play: each tab works as it stands.
  2. Search from a shell:
     curl -s ${origin}/graphql -H 'content-type: application/json' \\
       -d '{"query":"{ search(query: \\"wizard\\", first: 3) { edges { node { isbn title } } } }"}'
  3. Import a reading history and watch it arrive:
     npm run import -- your-goodreads-export.csv

The data is in .wrangler/, the keys for editors and admins in .dev.vars. Stop with Ctrl-C.
`;

const status = z.object({
  data: z.object({
    operations: z.object({ catalogue: z.object({ books: z.int(), vectorized: z.int() }) }),
  }),
});

await requireFreePort(port);
writeLocalKeys();
applyMigrations();
await seed();
await serve();

/** Ends the start with one clear line when the port cannot be had. */
async function requireFreePort(wanted: number): Promise<void> {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
    stop(`PORT must be a number from 1 to 65535, not ${JSON.stringify(process.env.PORT)}.`);
  }
  const free = await new Promise<boolean>((answer) => {
    const probe = createServer()
      .once("error", () => answer(false))
      .once("listening", () => probe.close(() => answer(true)))
      .listen(wanted, "127.0.0.1");
  });
  if (!free)
    stop(`Port ${wanted} is taken. Stop what listens there, or choose another: PORT=${wanted + 1} npm start`);
}

/** Keys of this machine only, for the mutations that want an editor or an admin. */
function writeLocalKeys(): void {
  if (existsSync(".dev.vars")) return;
  const key = () => randomBytes(24).toString("base64url");
  writeFileSync(".dev.vars", `ADMIN_API_KEY=${key()}\nEDITOR_API_KEY=${key()}\n`, { mode: 0o600 });
}

function applyMigrations(): void {
  const { status, stdout, stderr } = spawnSync("wrangler", ["d1", "migrations", "apply", "DB", "--local"], {
    encoding: "utf8",
    env: { ...process.env, CI: "true" },
  });
  if (status !== 0) stop(`The migrations failed:\n${stdout}${stderr}`);
}

async function seed(): Promise<void> {
  const platform = await getPlatformProxy<Pick<Env, "DB">>({
    configPath: "dev/seed/wrangler.jsonc",
    persist: { path: ".wrangler/state/v3" },
  });
  const added = await loadSeed(platform.env.DB, new Date());
  await platform.dispose();
  console.log(added > 0 ? `Loaded ${added} books into the catalogue.` : "The catalogue is as you left it.");
}

/** Runs the Worker until it or this process is stopped. */
async function serve(): Promise<void> {
  const configs = ["wrangler.jsonc", "dev/local-platform/wrangler.jsonc"].filter((path) => existsSync(path));
  const worker = spawn(
    "wrangler",
    [
      "dev",
      ...configs.flatMap((path) => ["-c", path]),
      "--port",
      String(port),
      "--ip",
      "127.0.0.1",
      "--show-interactive-dev-session=false",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let ready = false;
  const log: string[] = [];
  worker.stdout.on("data", (chunk: Buffer) =>
    ready ? process.stdout.write(chunk) : log.push(chunk.toString()),
  );
  worker.on("exit", (code) => {
    if (!ready) stop(`The server did not start:\n${log.join("")}`);
    process.exit(code ?? 0);
  });
  process.on("exit", () => worker.kill());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => worker.kill(signal));
  while (!ready) {
    await new Promise((resume) => setTimeout(resume, 100));
    ready = await fetch(`${origin}/health`).then(
      (response) => response.ok,
      () => false,
    );
  }
  await vectorise();
  console.log(welcome);
}

/** Has the catalogue embedded before anybody searches it by meaning: the cron's own sweep, run now. */
async function vectorise(): Promise<void> {
  const adminKey = /^ADMIN_API_KEY=(.+)$/m.exec(readFileSync(".dev.vars", "utf8"))?.[1] ?? "";
  await fetch(`${origin}/cdn-cgi/handler/scheduled?cron=*/15+*+*+*+*`);
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${origin}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": adminKey },
      body: JSON.stringify({ query: "{ operations { catalogue { books vectorized } } }" }),
    });
    const { books, vectorized } = status.parse(await response.json()).data.operations.catalogue;
    if (vectorized >= books) return;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  console.log("Not every book is embedded yet; search by meaning finds the others soon.");
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
