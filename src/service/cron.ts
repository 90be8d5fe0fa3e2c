/** Runs a cron's work and records what came of it, so that a silent failure is none. */
import { logError } from "../platform/log.ts";

/** `work` answers with what it did, for people. A failure is recorded, and thrown on for the platform to count. */
export async function recordCron(
  database: D1Database,
  name: string,
  startedAt: Date,
  work: () => Promise<string>,
): Promise<void> {
  const began = performance.now();
  const record = (succeeded: boolean, summary: string) =>
    database
      .prepare("INSERT INTO cron_runs (name, started_at, took_ms, succeeded, summary) VALUES (?, ?, ?, ?, ?)")
      .bind(name, startedAt.toISOString(), Math.round(performance.now() - began), succeeded ? 1 : 0, summary)
      .run();
  try {
    await record(true, await work());
  } catch (error) {
    logError("cron.failed", error, { cron: name });
    await record(false, error instanceof Error ? error.message : String(error));
    throw error;
  }
}
