declare namespace Cloudflare {
  interface Env {
    /** The real migrations, handed over by vitest.config.ts. */
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    /** The deployed bundle's figures as JSON. */
    BUNDLE: Fetcher;
    /** The local platform's own switches. */
    LOCAL_PLATFORM: Fetcher;
    /** The local AI with EMBEDDINGS_URL set. */
    SERVER_AI: Service<typeof import("../../dev/local-platform/ai.ts").LocalAi>;
  }
}
