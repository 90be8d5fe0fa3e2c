import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NewItem } from "../../src/jobs/job.ts";
import { Watchers } from "../../src/jobs/watchers.ts";
import { hashOf } from "../../src/platform/secret.ts";
import { execute, send } from "../support/api.ts";
import { deliver, type Held, holdQueue, look, startText, watch } from "../support/imports.ts";
import { ImportJobDocument, NodesDocument } from "../support/operations.gen.ts";

const csv = (name: string, rows = 250) =>
  `Title,Author\n${Array.from({ length: rows }, (_, index) => `${name} ${index} of all,Writer`).join("\n")}`;

const objectOf = (held: Held) => env.JOBS.get(env.JOBS.idFromName(held.localId));

let queue: ReturnType<typeof holdQueue>;
beforeEach(() => {
  queue = holdQueue();
});
afterEach(() => queue.release());

/** Does all that is queued, evicting the object between any two messages. */
async function doAll(held: Held): Promise<void> {
  while (queue.sent.length > 0) {
    await deliver(queue.sent.splice(0, 1));
    await evictDurableObject(objectOf(held));
  }
}

describe("jobProgress", () => {
  it("begins with a SNAPSHOT, tells every event in order without gaps, and ends", async () => {
    const held = await startText(csv("In Order"));
    const watching = watch(held);
    await new Promise((resume) => setTimeout(resume, 50));
    while (queue.sent.length > 0) await deliver(queue.sent.splice(0, 1));
    const seen = await watching;
    expect(seen[0]).toMatchObject({
      kind: "SNAPSHOT",
      job: { status: "QUEUED", progress: { processed: 0 } },
    });
    const sequences = seen.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
    expect(seen[1]).toMatchObject({ kind: "STARTED" });
    expect(seen.at(-1)).toMatchObject({
      kind: "COMPLETED",
      job: { progress: { processed: 250, percent: 100 } },
    });
  });

  it("resumes after a sequence number without loss or repetition, across evictions", async () => {
    const held = await startText(csv("Resumed"));
    await deliver(queue.sent.splice(0, 1));
    const before = await watch(held, { after: 0, until: () => true });
    await doAll(held);
    const rest = await watch(held, { after: before.at(-1)?.sequence ?? 0 });
    const whole = await watch(held, { after: 0 });
    expect([...before, ...rest].map(({ sequence }) => sequence)).toEqual(
      whole.map(({ sequence }) => sequence),
    );
    expect(whole[0]).toMatchObject({ sequence: 1, kind: "STARTED" });
    expect((await look(held)).counts).toEqual({ CREATED: 250 });
  });

  it("ends at once when the job is over and its last event was seen", async () => {
    const held = await startText(csv("Over", 1));
    await doAll(held);
    const last = (await watch(held)).at(-1);
    expect(last).toMatchObject({ kind: "SNAPSHOT", job: { status: "COMPLETED" } });
    expect(await watch(held, { after: last?.sequence ?? 0 })).toEqual([]);
  });

  it("tells at most ten events a second, and never swallows the last", async () => {
    const held = await startText(csv("Coalesced"));
    const job = objectOf(held);
    await job.start();
    const items = Array.from(
      { length: 60 },
      (_, line): NewItem => ({ line, identity: null, data: "null", ended: null }),
    );
    await job.addItems(items);
    const started = Date.now();
    for (const { line } of items)
      await job.report([{ line, outcome: "CREATED", message: null, result: null }]);
    const tenths = Math.ceil((Date.now() - started) / 100);
    await new Promise((resume) => setTimeout(resume, 150));
    const seen = await watch(held, { after: 0, until: (event) => event.job.progress.processed === 60 });
    expect(seen.at(-1)?.job.progress.processed).toBe(60);
    expect(seen.length).toBeLessThanOrEqual(tenths + 3);
  });

  it.each([
    ["a wrong token", (held: Held) => ({ id: held.id, token: "wrong" })],
    ["no token", (held: Held) => ({ id: held.id, token: null })],
    ["an unknown job", (held: Held) => ({ id: btoa("ImportJob:unknown"), token: held.token })],
  ])("is FORBIDDEN with %s, and tells nothing about the job", async (_what, variables) => {
    const held = await startText(csv("Secret", 1));
    const subscription = watch(variables(held) as Held);
    await expect(subscription).rejects.toMatchObject({ extensions: { code: "FORBIDDEN" } });
    const { data, errors } = await execute(ImportJobDocument, variables(held));
    expect(data.job).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(errors[0]?.message).toContain("There is no such job, or its token does not open it");
  });

  it("does not open a job by its id alone", async () => {
    const held = await startText(csv("By Id", 1));
    const { errors } = await execute(NodesDocument, { ids: [held.id] });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("refuses a sequence number below 0", async () => {
    const held = await startText(csv("Negative", 1));
    await expect(watch(held, { after: -1 })).rejects.toMatchObject({ extensions: { argument: "after" } });
  });
});

describe("watchers", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("hear a heartbeat within 15 seconds, and none is sent when nobody watches", async () => {
    const watchers = new Watchers();
    const reader = watchers.open(["hello"], false).getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await read()).toBe("hello\n");
    vi.advanceTimersByTime(15_000);
    expect(await read()).toBe("\n");
    await reader.cancel();
    expect(watchers.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are dropped when they stop reading", () => {
    const watchers = new Watchers();
    watchers.open([], false);
    for (let line = 0; line < 400; line++) watchers.send("x".repeat(1_000));
    expect(watchers.size).toBe(0);
  });
});

describe("the alarm", () => {
  afterEach(() => void vi.useRealTimers());

  it("deletes the job and its file a week later", async () => {
    const held = await startText(csv("Expired", 1));
    expect(await env.FILES.head(`jobs/${held.localId}/import`)).not.toBeNull();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7 * 86_400_000 + 1 });
    await runDurableObjectAlarm(objectOf(held));
    expect(await env.FILES.head(`jobs/${held.localId}/import`)).toBeNull();
    expect(await objectOf(held).open({ tokenHash: hashOf(held.token), owner: null })).toBeNull();
    await runInDurableObject(objectOf(held), async (_job, state) => {
      expect((await state.storage.list()).size).toBe(0);
    });
  });

  it("closes a job of which nothing was heard, and leaves no row open", async () => {
    const held = await startText(csv("Quiet"));
    await deliver(queue.sent.splice(0, 1));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
    await runDurableObjectAlarm(objectOf(held));
    expect(await look(held)).toMatchObject({ status: "FAILED", counts: { FAILED: 250 } });
  });
});

it("the report lists every row, with formulae escaped, to the holder of its link only", async () => {
  const held = await startText('Title,Author\n"=HYPERLINK(""x"")",A B\nPlain,C D\n');
  await doAll(held);
  const { reportUrl } = await look(held);
  const { exports } = await import("cloudflare:workers");
  const report = await exports.default.fetch(reportUrl ?? "");
  const lines = (await report.text()).trim().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain("'=HYPERLINK");
  expect((await exports.default.fetch(`${reportUrl}x`)).status).toBe(404);
  const { errors } = await send(
    `{ job(id: "${held.id}", token: "${new URL(reportUrl ?? "").searchParams.get("key")}") { id } }`,
  );
  expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
});
