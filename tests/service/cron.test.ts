import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { recordCron } from "../../src/service/cron.ts";

const at = new Date("2026-12-06T00:00:00Z");
const runs = async () => {
  const { results } = await env.DB.prepare(
    "SELECT name, started_at, succeeded, summary FROM cron_runs",
  ).all();
  return results;
};
const downDatabase: D1Database = Object.create(env.DB, {
  prepare: { value: () => ({ bind: () => ({}) }) },
  batch: { value: () => Promise.reject(new Error("D1 is down")) },
});

it("a cron that fails is recorded with its reason, and fails", async () => {
  const failing = recordCron(env.DB, "failing", at, () => Promise.reject(new Error("no candidates")));
  await expect(failing).rejects.toThrow("no candidates");
  expect(await runs()).toEqual([
    { name: "failing", started_at: at.toISOString(), succeeded: 0, summary: "no candidates" },
  ]);
});

it("a cron that did its work has succeeded even where that cannot be recorded", async () => {
  await expect(recordCron(downDatabase, "unrecorded", at, async () => "done")).resolves.toBeUndefined();
});

it("a failure is not hidden by one of its record", async () => {
  const failing = recordCron(downDatabase, "unrecorded", at, () =>
    Promise.reject(new Error("no candidates")),
  );
  await expect(failing).rejects.toThrow("no candidates");
});

it("the last ten thousand runs are kept", async () => {
  await env.DB.prepare(
    `INSERT INTO cron_runs (name, started_at, took_ms, succeeded, summary)
     WITH RECURSIVE run (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM run WHERE n < 10050)
     SELECT 'old', '2026-01-01T00:00:00.000Z', 0, 1, '' FROM run`,
  ).run();
  await recordCron(env.DB, "newest", at, async () => "done");
  const all = await runs();
  expect(all).toHaveLength(10_000);
  expect(all.at(-1)).toMatchObject({ name: "newest" });
});
