import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { localPlatform, platformWithServer } from "./tests/support/local-platform.ts";

export default defineConfig(async () => ({
  plugins: [
    cloudflareTest({
      main: "./src/index.ts",
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          MIGRATIONS: await readD1Migrations("migrations"),
          ADMIN_API_KEY: "an-admin's-key",
          EDITOR_API_KEY: "an-editor's-key",
          GOOGLE_BOOKS_API_KEY: "played",
          ISBNDB_API_KEY: "played",
          ENRICH_BUDGET_MS: "1500",
          // A test file is one caller, who does in a minute what nobody does.
          RATE_LIMIT_ENRICHMENT: "10000",
          RATE_LIMIT_IMPORT: "10000",
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
    setupFiles: ["tests/support/apply-migrations.ts"],
  },
}));
