declare namespace Cloudflare {
  interface Env {
    /** The real migrations, handed over by vitest.config.ts. */
    MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}
