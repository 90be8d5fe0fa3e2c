/** Runs a cron's work and records what came of it, so that a silent failure is none. */
import { logError } from "../platform/log.ts";

/** Runs that are kept: some three months of all crons. */
const kept = 10_000;

/** `work` answers with what it did, for people. A failure is recorded, and thrown on for the platform to count. */
export async function recordCron(
  database: D1Database,
  name: string,
  startedAt: Date,
  work: () => Promise<string>,
): Promise<void> {
  const began = performance.now();
  const record = (succeeded: boolean, summary: string) =>
    keep(database, [
      name,
      startedAt.toISOString(),
      Math.round(performance.now() - began),
      +succeeded,
      summary,
    ]);
  let summary: string;
  try {
    summary = await work();
  } catch (error) {
    logError("cron.failed", error, { cron: name });
    await record(false, error instanceof Error ? error.message : String(error));
    throw error;
  }
  await record(true, summary);
}

/** That a run could not be recorded neither fails it nor hides why it failed. */
async function keep(database: D1Database, run: (string | number)[]): Promise<void> {
  try {
    await database.batch([
      database
        .prepare(
          "INSERT INTO cron_runs (name, started_at, took_ms, succeeded, summary) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(...run),
      database.prepare("DELETE FROM cron_runs WHERE id <= (SELECT max(id) FROM cron_runs) - ?").bind(kept),
    ]);
  } catch (error) {
    logError("cron.not_recorded", error);
  }
}
