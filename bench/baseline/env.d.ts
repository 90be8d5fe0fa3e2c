/** What the baseline is bound to: the API's own data and objects. */
type BaselineEnv = Pick<Env, "DB" | "CACHE" | "JOBS" | "RATE_LIMITS" | "AI" | "BOOK_VECTORS">;
