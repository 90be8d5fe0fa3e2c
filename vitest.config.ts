import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { describeBundle } from "./tests/support/bundle.ts";
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
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/support/apply-migrations.ts"],
  },
}));
