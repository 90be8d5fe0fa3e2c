/** Jobs under load: a large import, a crowd that watches one job, and many imports at once. */
import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import * as z from "zod";
import { ask, until } from "./api.ts";
import { isbnOf } from "./catalogue.ts";
import { at } from "./load.ts";
import { startJob } from "./prepare.ts";
import { residentBytes } from "./process.ts";
import type { Stack } from "./stack.ts";

/** How fast rows become books. */
export type ImportFigures = { rows: number; seconds: number; rowsPerSecond: number };

/** What a crowd got: every event to everybody, and how late were those that came while they watched. */
export type CrowdFigures = {
  watchers: number;
  eventsEach: number;
  delivered: number;
  missing: number;
  p50DelayMs: number;
  p95DelayMs: number;
  bytesAWatcher: number;
};

/** How many imports at once fared. */
export type ManyFigures = {
  imports: number;
  rowsEach: number;
  completed: number;
  seconds: number;
  /** When the first and the last of them were done, in seconds: near each other where none starves. */
  first: number;
  last: number;
};

type Job = { id: string; token: string };

/** Imports so many rows that the catalogue does not have. */
export async function measureImport({ origins }: Stack, rows: number): Promise<ImportFigures> {
  const job = await startJob(origins.api, csvOf(rows, 900_000_000));
  const [{ startedAt, finishedAt }] = [await finished(origins.api, job, 900)];
  const seconds = (Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "")) / 1_000;
  return { rows, seconds, rowsPerSecond: rows / seconds };
}

/** Has a crowd watch one import from before its first row to its end. */
export async function measureCrowd(stack: Stack, watchers: number, rows: number): Promise<CrowdFigures> {
  const { api } = stack.origins;
  const before = residentBytes(stack.pid);
  const job = await startJob(api, csvOf(rows, 910_000_000));
  const delays: number[] = [];
  const streams = Array.from({ length: watchers }, () => watch(api, job, delays));
  const sequences = await Promise.all(streams);
  const held = residentBytes(stack.pid) - before;
  const last = Math.max(...sequences.flat());
  // After the sequence 0 that everybody asked from, everybody is to get every event once.
  const missing = sequences.reduce((total, got) => total + last - new Set(got).size, 0);
  delays.sort((one, other) => one - other);
  return {
    watchers,
    eventsEach: last,
    delivered: sequences.reduce((total, got) => total + got.length, 0),
    missing,
    p50DelayMs: at(delays, 0.5),
    p95DelayMs: at(delays, 0.95),
    bytesAWatcher: Math.round(held / watchers),
  };
}

/** Starts so many imports together and waits for all. */
export async function measureMany({ origins }: Stack, imports: number, rows: number): Promise<ManyFigures> {
  const started = Date.now();
  const jobs = await Promise.all(
    Array.from({ length: imports }, (_, place) =>
      startJob(origins.api, csvOf(rows, 920_000_000 + place * 1_000)),
    ),
  );
  const ends = await Promise.all(jobs.map((job) => finished(origins.api, job, 900)));
  const seconds = ends.map(({ finishedAt }) => (Date.parse(finishedAt ?? "") - started) / 1_000);
  return {
    imports,
    rowsEach: rows,
    completed: ends.filter(({ status }) => status === "COMPLETED").length,
    seconds: Math.max(...seconds),
    first: Math.min(...seconds),
    last: Math.max(...seconds),
  };
}

/** A reading history of books by their number, beyond those of the catalogue. */
function csvOf(rows: number, from: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const number = from + row;
    return `The Book of ${number},Author ${number % 5_000},${isbnOf(number)},${1 + (number % 5)},read`;
  });
  return `Title,Author,ISBN13,My Rating,Exclusive Shelf\n${lines.join("\n")}\n`;
}

type State = { status: string; startedAt: string | null; finishedAt: string | null };

async function finished(origin: string, job: Job, seconds: number): Promise<State> {
  const query =
    "query ($id: ID!, $token: String!) { job(id: $id, token: $token) { status startedAt finishedAt } }";
  return until(
    async () => (await ask<{ job: State }>(origin, query, job)).job,
    ({ status }) => status !== "QUEUED" && status !== "RUNNING",
    seconds,
  );
}

const event = z.object({
  data: z.object({ jobProgress: z.object({ sequence: z.int(), kind: z.string(), at: z.string() }) }),
});

/** The sequences that one watcher gets until the stream ends; each event's delay is noted. */
async function watch(origin: string, job: Job, delays: number[]): Promise<number[]> {
  const query =
    "subscription ($id: ID!, $token: String!) { jobProgress(id: $id, token: $token, after: 0) { sequence kind at } }";
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(`${origin}/graphql`, { method: "POST", headers, agent: false }, resolve);
    asked.on("error", reject).end(JSON.stringify({ query, variables: job }));
  });
  if (response.statusCode !== 200) throw new Error(`A watcher got ${response.statusCode}`);
  const sequences: number[] = [];
  let since = Number.POSITIVE_INFINITY;
  for await (const line of createInterface({ input: response })) {
    const told = line.startsWith("data: {")
      ? event.safeParse(JSON.parse(line.slice("data: ".length))).data
      : null;
    if (!told) continue;
    sequences.push(told.data.jobProgress.sequence);
    const happened = Date.parse(told.data.jobProgress.at);
    // What was over before somebody came is told at once, and is late by their own doing.
    if (happened > since) delays.push(Date.now() - happened);
    since = Math.min(since, Date.now());
  }
  return sequences;
}
