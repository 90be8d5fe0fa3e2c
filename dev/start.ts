/**
 * `npm start`: everything a newcomer needs on one machine with no account — migrations, seed catalogue, the Worker with
 * the local platform beside it — and a word on what to try. Data stays in .wrangler/ from one start to the next.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { developerToken } from "./developer-token.ts";
import { loadSeed } from "./seed/load.ts";
import { applyMigrations, startServer, vectorise, withDatabase } from "./server.ts";
import { standIns } from "./stand-ins.ts";

const port = Number(process.env.PORT ?? 8787);

try {
  await requireFreePort(port);
  const adminKey = localAdminKey();
  const token = await developerToken();
  const vars = { GRAPHIQL_HEADERS: JSON.stringify({ authorization: `Bearer ${token}` }) };
  applyMigrations();
  const added = await withDatabase((database) => loadSeed(database, new Date()));
  console.log(added > 0 ? `Loaded ${added} books into the catalogue.` : "The catalogue is as you left it.");
  const server = await startServer({ port, vars, onLog: (chunk) => process.stdout.write(chunk) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.stop());
  server.process.on("exit", (code) => process.exit(code ?? 0));
  if (!(await vectorise(server.origin, adminKey, 15))) {
    console.log("Not every book is embedded yet; search by meaning finds the others soon.");
  }
  console.log(welcome(server.origin, token));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** @throws one clear line when the port cannot be had. */
async function requireFreePort(wanted: number): Promise<void> {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
    throw new Error(`PORT must be a number from 1 to 65535, not ${JSON.stringify(process.env.PORT)}.`);
  }
  const isFree = await new Promise<boolean>((answer) => {
    const probe = createServer()
      .once("error", () => answer(false))
      .once("listening", () => probe.close(() => answer(true)))
      .listen(wanted, "127.0.0.1");
  });
  if (isFree) return;
  throw new Error(
    `Port ${wanted} is taken. Stop what listens there, or choose another: PORT=${wanted + 1} npm start`,
  );
}

/** The admin's key of this machine; made with the editor's at the first start. */
function localAdminKey(): string {
  const key = () => randomBytes(24).toString("base64url");
  if (!existsSync(".dev.vars")) {
    writeFileSync(".dev.vars", `ADMIN_API_KEY=${key()}\nEDITOR_API_KEY=${key()}\nISBNDB_API_KEY=played\n`, {
      mode: 0o600,
    });
  }
  return /^ADMIN_API_KEY=(.+)$/m.exec(readFileSync(".dev.vars", "utf8"))?.[1] ?? "";
}

function welcome(origin: string, token: string): string {
  return `
BooksTrack API is ready.

  GraphiQL   ${origin}/graphql

Three things to try:
  1. Open GraphiQL and press play: each tab works as it stands.
  2. Search from a shell, by words or by meaning:
     curl -s ${origin}/graphql -H 'content-type: application/json' \\
       -d '{"query":"{ search(query: \\"a school for wizards\\", mode: HYBRID, first: 3) { edges { node { isbn title } } } }"}'
  3. Import a reading history and watch it arrive:
     npm run import -- your-goodreads-export.csv

You are an admin in GraphiQL: its headers hold this token, good for a month on this machine only. In a shell:
  -H 'authorization: Bearer ${token}'

Whom it asks (what is played stands in dev/local-platform):
${standIns()}
A provider is asked for real when .dev.vars names its address, e.g. OPEN_LIBRARY_URL=https://openlibrary.org
The data is in .wrangler/, the keys for editors and admins in .dev.vars. Stop with Ctrl-C.
`;
}
