import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { localPlatform } from "./tests/support/local-platform.ts";

export default defineConfig(async () => ({
  plugins: [
    cloudflareTest({
      main: "./src/index.ts",
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: { MIGRATIONS: await readD1Migrations("migrations") },
        workers: [localPlatform("2026-11-01")],
      },
    }),
  ],
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/support/apply-migrations.ts"],
  },
}));
