import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import worker from "../../src/index.ts";
import { isbnOrNull } from "../../src/isbn.ts";
import { execute } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import { RefreshWeeklyPicksDocument, WeeklyPicksDocument } from "../support/operations.gen.ts";
import { behave } from "../support/platform.ts";

const subjects = ["Fantasy", "History", "Poetry", "Science", "Crime", "Travel"];
const languages = ["en", "de", "fr", "ja"];

/** Ninety presentable books, two editions of every third work, and one that nobody could present. */
const books = Array.from({ length: 90 }, (_, index) => {
  const body = `97800010${String(index).padStart(4, "0")}`;
  const isbn = Array.from({ length: 10 }, (_, digit) => isbnOrNull(`${body}${digit}`)).find(Boolean) ?? null;
  return editionRecord({
    isbn,
    title: `Book ${index}`,
    description: `What book ${index} is about takes more than fifty characters to say here.`,
    publisher: "House",
    publishedOn: "2001",
    pageCount: 100 + index,
    language: "en",
    subjects: [subjects[index % subjects.length] ?? "Fantasy"],
    contributors: [{ name: `Writer ${index % 40}`, role: "AUTHOR" }],
    work: {
      title: `Work ${index - (index % 3 === 1 ? 1 : 0)}`,
      description: null,
      originalLanguage: languages[index % languages.length] ?? "en",
      firstPublishedYear: 1900 + index,
    },
  });
});

const admin = { authorization: "Bearer an-admin's-key" };

beforeAll(async () => {
  await shelve([...books, editionRecord({ isbn: isbnOrNull("9780306406157"), title: "Bare" })]);
});

async function cron(sunday: string) {
  const controller = createScheduledController({ cron: "0 0 * * 0", scheduledTime: new Date(sunday) });
  await worker.scheduled(controller, env);
}

async function read(weekOf: string) {
  const { data, errors, extensions } = await execute(WeeklyPicksDocument, { weekOf });
  expect(errors).toEqual([]);
  return { week: data.weeklyRecommendations, notes: extensions.notes };
}

describe("the weekly picks", () => {
  it("are made by Sunday's cron for the Monday after: five, unlike each other, each with a reason of its own", async () => {
    await cron("2026-12-27T00:00:00Z");
    const { week } = await read("2026-12-28");
    expect(week).toMatchObject({
      weekOf: "2026-12-28",
      curatedBy: "catalogue",
      nextRefresh: "2027-01-03T00:00:00.000Z",
    });
    expect(week?.picks).toHaveLength(5);
    expect(new Set(week?.picks.map(({ book }) => book.work.id)).size).toBe(5);
    expect(new Set(week?.picks.map(({ book }) => book.contributors[0]?.creditedAs)).size).toBe(5);
    for (const { book, reason } of week?.picks ?? []) {
      expect(reason).toContain(book.contributors[0]?.creditedAs);
      expect(reason).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("stay when the cron runs again, and change when an admin forces it", async () => {
    await cron("2027-01-03T00:00:00Z");
    const { week } = await read("2027-01-04");
    await behave({ vectors: "down" });
    await cron("2027-01-03T00:00:00Z");
    expect((await read("2027-01-04")).week).toEqual(week);
    const before = week?.generatedAt;
    const forced = await execute(RefreshWeeklyPicksDocument, { weekOf: "2027-01-04" }, admin);
    expect(forced.errors).toEqual([]);
    expect((await read("2027-01-04")).week?.generatedAt).not.toBe(before);
    await behave({ vectors: "normal" });
    const rows = await env.DB.prepare(
      "SELECT count(*) AS weeks FROM recommendations WHERE week_of = '2027-01-04'",
    ).first();
    expect(rows).toEqual({ weeks: 1 });
  });

  it("never name a work of the last eight weeks, nor a book that says nothing of itself", async () => {
    const seen: string[] = [];
    for (let week = 0; week < 9; week++) {
      const sunday = new Date(Date.parse("2027-03-07T00:00:00Z") + week * 7 * 86_400_000);
      await cron(sunday.toISOString());
      const monday = new Date(sunday.getTime() + 86_400_000).toISOString().slice(0, 10);
      seen.push(...((await read(monday)).week?.picks.map(({ book }) => book.work.id) ?? []));
    }
    expect(seen).toHaveLength(45);
    expect(new Set(seen.slice(0, 40)).size).toBe(40);
    const bare = await env.DB.prepare(
      "SELECT count(*) AS n FROM recommendations WHERE picks LIKE '%9780306406157%'",
    ).first();
    expect(bare).toEqual({ n: 0 });
  });

  it("are null with an explanation for a week without any, and are not made by asking", async () => {
    const { week, notes } = await read("2030-01-07");
    expect(week).toBeNull();
    expect(notes).toEqual([expect.stringContaining("2030-01-07")]);
    expect((await read("2030-01-07")).week).toBeNull();
  });

  it("are asked for by a Monday", async () => {
    const { errors } = await execute(WeeklyPicksDocument, { weekOf: "2026-12-29" });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "weekOf" } }]);
  });

  it("are refreshed by admins only", async () => {
    const { errors } = await execute(RefreshWeeklyPicksDocument, { weekOf: "2027-01-04" });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it("are read from KV without a trip to D1 but for the books", async () => {
    await read("2026-12-28");
    await env.DB.prepare("DELETE FROM recommendations WHERE week_of = '2026-12-28'").run();
    expect((await read("2026-12-28")).week?.picks).toHaveLength(5);
  });

  it("leave a record of every run", async () => {
    const run = await env.DB.prepare(
      "SELECT name, succeeded, summary FROM cron_runs ORDER BY id LIMIT 1",
    ).first();
    expect(run).toEqual({ name: "weekly picks", succeeded: 1, summary: "5 picks for 2026-12-28" });
  });
});
