import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { syncOpenLibrary } from "../../src/sync/open-library.ts";

/** 250 changes on the 19th, 30 on the 20th; every tenth is of an edition that we have. */
const days: Record<string, number> = { "2026/11/19": 250, "2026/11/20": 30 };
const changesOf = (day: string) =>
  Array.from({ length: days[day] ?? 0 }, (_, index) => ({
    changes: [{ key: `/books/OL${day.slice(-2)}${index}M`, revision: 2 }],
  }));

let asked: string[] = [];
let failing: string | null = null;
async function fetch(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const day = /recentchanges\/(.+)\.json/.exec(url.pathname)?.[1] ?? "";
  const page = `${day}+${url.searchParams.get("offset")}`;
  if (page === failing) return new Response("busy", { status: 503 });
  asked.push(page);
  const offset = Number(url.searchParams.get("offset"));
  return Response.json(changesOf(day).slice(offset, offset + 100));
}

const sync = (now: string) =>
  syncOpenLibrary({
    db: new RequestDatabase(env.DB),
    fetch,
    baseUrl: "https://openlibrary.example",
    contact: "tests",
    now: () => new Date(now),
  });

beforeEach(async () => {
  [asked, failing] = [[], null];
  await env.DB.batch([
    env.DB.prepare("DELETE FROM sync_metadata"),
    env.DB.prepare("DELETE FROM enrichment_requests"),
    env.DB.prepare("DELETE FROM identifiers"),
    env.DB.prepare(
      "INSERT INTO sync_metadata VALUES ('open-library-changes', '{\"day\":\"2026-11-19\",\"offset\":0}', '')",
    ),
    ...Array.from({ length: 25 }, (_, index) =>
      env.DB.prepare("INSERT INTO identifiers VALUES ('OPEN_LIBRARY', ?, 'EDITION', ?)").bind(
        `OL19${index * 10}M`,
        `edition-${index}`,
      ),
    ),
    env.DB.prepare("INSERT INTO identifiers VALUES ('OPEN_LIBRARY', 'OL2029M', 'EDITION', 'the-last')"),
  ]);
});

const requested = () =>
  env.DB.prepare("SELECT count(*) AS n FROM enrichment_requests WHERE priority = 3").first<number>("n");

it("reads whole days page by page until it has caught up, and asks for what we have", async () => {
  expect(await sync("2026-11-21T04:00:00Z")).toEqual({ pages: 4, requested: 26, isCaughtUp: true });
  expect(asked).toEqual(["2026/11/19+0", "2026/11/19+100", "2026/11/19+200", "2026/11/20+0"]);
  expect(await requested()).toBe(26);
});

it("goes on after a failing page without skipping or repeating", async () => {
  failing = "2026/11/19+200";
  await expect(sync("2026-11-21T04:00:00Z")).rejects.toThrow("503");
  expect(await requested()).toBe(20);
  failing = null;
  asked = [];
  await sync("2026-11-21T05:00:00Z");
  expect(asked).toEqual(["2026/11/19+200", "2026/11/20+0"]);
  expect(await requested()).toBe(26);
});

it("leaves today alone, whose pages still move", async () => {
  await sync("2026-11-21T04:00:00Z");
  asked = [];
  expect(await sync("2026-11-21T23:59:00Z")).toEqual({ pages: 0, requested: 0, isCaughtUp: true });
});

it("begins with yesterday where it has never run", async () => {
  await env.DB.prepare("DELETE FROM sync_metadata").run();
  await sync("2026-11-21T04:00:00Z");
  expect(asked).toEqual(["2026/11/20+0"]);
});
