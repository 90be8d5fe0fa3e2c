/** A server of its own for the end-to-end tests: migrated, seeded, its data thrown away afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { loadSeed } from "../../../dev/seed/load.ts";
import { applyMigrations, startServer, vectorise, withDatabase } from "../../../dev/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** "http://localhost:49152", without a slash at the end. */
    origin: string;
  }
}

const vars = {
  ADMIN_API_KEY: "an-admin's-key",
  EDITOR_API_KEY: "an-editor's-key",
  HEARTBEAT_MS: "300",
  // All tests are one caller.
  RATE_LIMIT_TEXT: "1000000",
  RATE_LIMIT_SEMANTIC: "1000000",
  RATE_LIMIT_ENRICHMENT: "1000000",
  RATE_LIMIT_IMPORT: "1000000",
};

/** Starts it before the first test; what is returned stops it after the last. */
export default async function server(project: TestProject): Promise<() => void> {
  const state = mkdtempSync(join(tmpdir(), "bookstrack-e2e-"));
  applyMigrations(state);
  await withDatabase((database) => loadSeed(database, new Date()), state);
  const { origin, stop } = await startServer({ port: await freePort(), state, vars });
  await vectorise(origin, vars.ADMIN_API_KEY, 30);
  project.provide("origin", origin);
  return () => {
    stop();
    rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

function freePort(): Promise<number> {
  return new Promise((answer, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? answer(address.port) : fail()));
    });
  });
}
