import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { describeBundle } from "./tests/support/bundle.ts";
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

/** Inside workerd, with real bindings; and from Node, real clients against a server as `npm start` runs it. */
export default defineConfig(async () => ({
  test: {
    onConsoleLog,
    projects: [
      {
        plugins: [
          cloudflareTest({
            main: "./src/index.ts",
            wrangler: { configPath: "./wrangler.jsonc" },
            miniflare: {
              bindings: {
                MIGRATIONS: await readD1Migrations("migrations"),
                ...secrets,
                ENRICH_BUDGET_MS: "1500",
                HEARTBEAT_MS: "200",
                // A test file is one caller, who does in a minute what nobody does.
                RATE_LIMIT_ENRICHMENT: "10000",
                RATE_LIMIT_IMPORT: "10000",
              },
              serviceBindings: {
                LOCAL_PLATFORM: localPlatform.name,
                BUNDLE: describeBundle,
                SERVER_AI: { name: platformWithServer.name, entrypoint: "LocalAi" },
              },
              workers: [localPlatform, platformWithServer],
            },
          }),
        ],
        test: {
          name: "worker",
          // Bundled, because workerd does not find what it imports without an extension.
          deps: { optimizer: { ssr: { enabled: true, include: ["@apollo/persisted-query-lists"] } } },
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/e2e/**"],
          setupFiles: ["tests/support/apply-migrations.ts"],
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/e2e/support/server.ts"],
          testTimeout: 30_000,
          // One server, and what one test breaks the next would feel.
          fileParallelism: false,
        },
      },
    ],
  },
}));
