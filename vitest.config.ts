import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { localPlatform, platformWithServer } from "./tests/support/local-platform.ts";

const secrets = {
  ADMIN_API_KEY: "an-admin's-key",
  EDITOR_API_KEY: "an-editor's-key",
  GOOGLE_BOOKS_API_KEY: "a-played-google-key",
  ISBNDB_API_KEY: "a-played-isbndb-key",
};

/** What every request writes is of no use here; and no line of the whole run may hold a secret. */
function onConsoleLog(log: string): boolean {
  const leaked = Object.entries(secrets).find(([, value]) => log.includes(value));
  if (leaked) {
    process.stderr.write(`${leaked[0]} is in the log: ${log}\n`);
    process.exitCode = 1;
  }
  return !log.includes('"event":"request"');
}

export default defineConfig(async () => ({
  plugins: [
    cloudflareTest({
      main: "./src/index.ts",
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          MIGRATIONS: await readD1Migrations("migrations"),
          ...secrets,
          ENRICH_BUDGET_MS: "1500",
        },
        serviceBindings: {
          LOCAL_PLATFORM: localPlatform.name,
          SERVER_AI: { name: platformWithServer.name, entrypoint: "LocalAi" },
        },
        workers: [localPlatform, platformWithServer],
      },
    }),
  ],
  test: {
    include: ["tests/**/*.test.ts"],
    onConsoleLog,
    setupFiles: ["tests/support/apply-migrations.ts"],
  },
}));
