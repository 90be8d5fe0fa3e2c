import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { execute, send } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import { RefreshWeeklyPicksDocument, WeeklyPicksDocument } from "../support/operations.gen.ts";
import { presentableBook } from "../support/shelf.ts";

const admin = { "x-api-key": "an-admin's-key" };

function clock(moment: string) {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(moment) });
}

afterEach(() => {
  vi.useRealTimers();
});

async function cron(sunday: string) {
  const controller = createScheduledController({ cron: "0 0 * * 0", scheduledTime: new Date(sunday) });
  await worker.scheduled(controller, env);
}

async function thisWeek() {
  const { data, errors, extensions } = await execute(WeeklyPicksDocument, {});
  expect(errors).toEqual([]);
  return { week: data.weeklyRecommendations, notes: extensions.notes ?? [] };
}

describe("a catalogue with nothing to pick", () => {
  it("is told to the admin who asks for picks, and the cron goes on", async () => {
    const { data, errors } = await execute(RefreshWeeklyPicksDocument, { weekOf: "2026-12-21" }, admin);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "NOTHING_TO_PICK" } }]);
    await cron("2026-12-13T00:00:00Z");
    const run = await env.DB.prepare("SELECT succeeded, summary FROM cron_runs ORDER BY id DESC").first();
    expect(run).toEqual({ succeeded: 1, summary: "the catalogue has nothing to pick" });
  });
});

describe("the present week, round the turn of a year", () => {
  it("has its picks from Monday 00:00 to Sunday 23:59 UTC, while the next week's are made in between", async () => {
    await shelve(Array.from({ length: 60 }, (_, number) => presentableBook(number)));
    await cron("2026-12-27T00:00:00Z");

    clock("2026-12-27T23:59:59Z");
    expect(await thisWeek()).toEqual({ week: null, notes: [expect.stringContaining("2026-12-21")] });

    for (const moment of ["2026-12-28T00:00:00Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"]) {
      clock(moment);
      expect((await thisWeek()).week).toMatchObject({
        weekOf: "2026-12-28",
        nextRefresh: "2027-01-03T00:00:00.000Z",
      });
    }

    await cron("2027-01-03T00:00:00Z");
    clock("2027-01-03T23:59:59Z");
    expect((await thisWeek()).week?.weekOf).toBe("2026-12-28");
    clock("2027-01-04T00:00:00Z");
    expect((await thisWeek()).week).toMatchObject({
      weekOf: "2027-01-04",
      nextRefresh: "2027-01-10T00:00:00.000Z",
    });
  });

  it("is not the week that an admin makes by default: that is the coming one", async () => {
    clock("2027-01-06T12:00:00Z");
    const { data } = await execute(RefreshWeeklyPicksDocument, {}, admin);
    expect(data.refreshWeeklyRecommendations.weekOf).toBe("2027-01-11");
  });
});

describe("picks that were made", () => {
  it("are a node that can be read again by its id", async () => {
    clock("2027-01-05T00:00:00Z");
    const { week } = await thisWeek();
    const { data } = await send<{ node: unknown }>(
      "query ($id: ID!) { node(id: $id) { ... on WeeklyRecommendations { weekOf picks { reason } } } }",
      { id: week?.id },
    );
    expect(data.node).toEqual({ weekOf: "2027-01-04", picks: week?.picks.map(({ reason }) => ({ reason })) });
  });

  it("are filled into KV from D1 for an hour", async () => {
    clock("2027-01-05T00:00:00Z");
    const { week } = await thisWeek();
    await env.CACHE.delete("weekly-picks:2027-01-04");
    // For a minute the isolate asks nobody.
    expect((await thisWeek()).week).toEqual(week);
    expect((await env.CACHE.list({ prefix: "weekly-picks:2027-01-04" })).keys).toEqual([]);
    clock("2027-01-05T00:01:00Z");
    expect((await thisWeek()).week).toEqual(week);
    const { keys } = await env.CACHE.list({ prefix: "weekly-picks:2027-01-04" });
    expect(keys).toHaveLength(1);
    // KV expires by its own clock.
    vi.useRealTimers();
    const seconds = (keys[0]?.expiration ?? 0) - Date.now() / 1_000;
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_601);
  });

  it("are shown without a book that was deleted since", async () => {
    clock("2027-01-05T00:00:00Z");
    const [gone, ...others] = (await thisWeek()).week?.picks ?? [];
    await env.DB.prepare("DELETE FROM books WHERE isbn = ?").bind(gone?.book.isbn).run();
    expect((await thisWeek()).week?.picks).toEqual(others);
    expect(others).toHaveLength(4);
  });

  it.each(["2027-01-05", "2027-01-10"])("are not asked for by %s, which is no Monday", async (weekOf) => {
    const { errors } = await execute(WeeklyPicksDocument, { weekOf });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "weekOf" } }]);
    expect(errors[0]?.message).toContain("must be a Monday");
  });

  it.each(["2027-02-29", "2027-1-4", "Monday"])(
    "are not asked for by %s, which is no date",
    async (weekOf) => {
      const { errors } = await send(`{ weeklyRecommendations(weekOf: "${weekOf}") { id } }`);
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "weekOf" } }]);
    },
  );
});
