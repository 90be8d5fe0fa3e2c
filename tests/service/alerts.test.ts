import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import worker from "../../src/index.ts";
import { alertsFor, tell, type Vitals } from "../../src/service/alerts.ts";
import { vitalsOf } from "../../src/service/vitals.ts";

const well: Vitals = {
  load: { ok: 95, refused: 50, failed: 0, deadLetters: 0, dueSince: null },
  providers: [{ provider: "OPEN_LIBRARY", available: true, circuit: "CLOSED" }],
  waits: [{ queue: "imports", minutes: 29 }],
};
const names = (vitals: Partial<Vitals>) => alertsFor({ ...well, ...vitals }).map(({ name }) => name);

describe("an alert", () => {
  it("stands for nothing while all is well", () => expect(names({})).toEqual([]));

  it("stands for more than one failed request in twenty, but not for one of a few", () => {
    expect(names({ load: { ...well.load, failed: 8 } })).toEqual(["error-rate"]);
    expect(names({ load: { ...well.load, failed: 7 } })).toEqual([]);
    expect(names({ load: { ...well.load, ok: 3, refused: 0, failed: 3 } })).toEqual([]);
  });

  it("stands for a dead letter, for work that waits, and for a provider that fails", () => {
    expect(names({ load: { ...well.load, deadLetters: 1 } })).toEqual(["dead-letters"]);
    expect(names({ waits: [{ queue: "imports", minutes: 31 }] })).toEqual(["queue-imports"]);
    const providers = [{ provider: "ISBNDB", available: false, circuit: "OPEN" }] as const;
    expect(names({ providers: [...providers] })).toEqual(["provider-ISBNDB"]);
  });
});

describe("the webhook", () => {
  const alert = { name: "dead-letters", message: "1 dead letters wait to be looked at." };
  const now = new Date("2026-12-01T00:00:00Z");
  const posted: unknown[] = [];
  let status = 200;
  const telling = {
    database: env.DB,
    webhook: "https://hooks.example/secret",
    now,
    fetch: async (request: Request) => {
      posted.push(await request.json());
      return new Response(null, { status });
    },
  };

  it("hears of an alert once when it comes and once when it goes", async () => {
    expect(await tell([alert], telling)).toBe("1 alerts stand, 1 are new, 0 are over");
    expect(await tell([alert], telling)).toBe("1 alerts stand, 0 are new, 0 are over");
    expect(await tell([], telling)).toBe("0 alerts stand, 0 are new, 1 are over");
    expect(await tell([], telling)).toBe("0 alerts stand, 0 are new, 0 are over");
    expect(posted).toEqual([
      { text: "Alert: 1 dead letters wait to be looked at.", raised: [alert], resolved: [] },
      {
        text: "Over: dead-letters, since 2026-12-01T00:00:00.000Z.",
        raised: [],
        resolved: [{ name: "dead-letters", since: now.toISOString() }],
      },
    ]);
  });

  it("hears of it again while it does not take it", async () => {
    posted.length = 0;
    status = 500;
    await tell([alert], telling);
    status = 200;
    await tell([alert], telling);
    await tell([alert], telling);
    expect(posted).toHaveLength(2);
  });
});

it("what is counted and kept makes the vitals", async () => {
  const now = new Date("2027-01-01T12:00:00Z");
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO counters (name, at, count) VALUES ('requests.failed', '2027-01-01T11:55:00.000Z', 3)",
    ),
    env.DB.prepare(
      "INSERT INTO counters (name, at, count) VALUES ('requests.failed', '2027-01-01T10:00:00.000Z', 9)",
    ),
    env.DB.prepare(
      "INSERT INTO dead_letters (id, queue, body, at) VALUES ('today', 'imports', '{}', '2027-01-01T01:00:00.000Z')",
    ),
    env.DB.prepare(
      "INSERT INTO dead_letters (id, queue, body, at) VALUES ('old', 'imports', '{}', '2026-12-01T01:00:00.000Z')",
    ),
    env.DB.prepare(
      `INSERT INTO enrichment_requests (id, entity, "key", priority, status, not_before, created_at)
       VALUES ('due', 'EDITION', '9780261102217', 5, 'QUEUED', '2027-01-01T11:00:00.000Z', '2027-01-01T10:00:00.000Z')`,
    ),
  ]);
  const { load, waits } = await vitalsOf(env, now);
  expect(load).toMatchObject({ failed: 3, deadLetters: 1 });
  expect(waits).toEqual([{ queue: "enrichment requests", minutes: 60 }]);
});

it("the cron says how many alerts stand", async () => {
  await worker.scheduled(createScheduledController({ cron: "*/15 * * * *", scheduledTime: new Date() }), env);
  const run = await env.DB.prepare(
    "SELECT name, succeeded, summary FROM cron_runs WHERE name = 'alerts'",
  ).first();
  expect(run).toMatchObject({
    name: "alerts",
    succeeded: 1,
    summary: expect.stringContaining("alerts stand"),
  });
});
