/** A load over loopback in short rounds, the API and the baseline in turn, so that both meet the same machine. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Options } from "autocannon";
import type { Driven } from "./driver.ts";
import type { Asked } from "./operations.ts";
import { processorMs } from "./process.ts";

/** What one side did in one round: requests a second, milliseconds, and milliseconds of workerd's processor a request. */
export type Round = { throughput: number; p50: number; p95: number; cpu: number };

/** For how long one side is driven, or how often it is asked, with so many requests under way at once. */
export type Drive = ({ seconds: number } | { amount: number }) & {
  connections?: number;
  /** The process whose time is counted. */
  pid?: number;
};

const driver = new Worker(new URL("./driver.ts", import.meta.url));
driver.unref();

/** Drives one side; one drive at a time. @throws when an answer is not 200. */
export async function drive(
  origin: string,
  asked: readonly Asked[],
  { connections = 16, pid, ...length }: Drive,
): Promise<Round> {
  const spentBefore = pid ? processorMs(pid) : 0;
  const options: Options = {
    url: origin,
    connections,
    ...("seconds" in length ? { duration: length.seconds } : { amount: length.amount }),
    requests: asked.map((one, place) => ({
      ...one,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        // Many callers, each with a handful of calls in the limiter's window.
        "cf-connecting-ip": `10.0.${place >> 8}.${place & 255}`,
      },
    })),
  };
  driver.postMessage(options);
  const [{ times, took, refused, broken }] = (await once(driver, "message")) as [Driven];
  if (refused > 0 || broken > 0) throw new Error(`${asked[0]?.path}: ${refused} refused, ${broken} broken`);
  const cpu = ((pid ? processorMs(pid) : 0) - spentBefore) / times.length;
  times.sort((one, other) => one - other);
  const throughput = (times.length * 1_000) / took;
  return { throughput, p50: at(times, 0.5), p95: at(times, 0.95), cpu };
}

/** The value below which this share of sorted ones lie. */
export function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The middle of some values, and how far they lie apart. */
export type Spread = { median: number; least: number; most: number };

/** @throws on an empty list. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) throw new Error("Nothing was measured");
  return { median: at(sorted, 0.5), least, most };
}

/** What the rounds of two sides come to; ratios are of the rounds that stood side by side. */
export type Comparison = {
  api: Round;
  baseline: Round;
  /** Of the baseline's throughput. */
  throughput: Spread;
  /** Of the baseline's p95. */
  p95: Spread;
  /** The baseline's processor time a request, of the API's: what throughput would be if nobody else were at work here. */
  cpu: Spread;
};

/** Rounds in turn, A B A B; one before them warms up and does not count. */
export async function compare(
  sides: { api: () => Promise<Round>; baseline: () => Promise<Round> },
  rounds: number,
): Promise<Comparison> {
  const pairs: { api: Round; baseline: Round }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { api: await sides.api(), baseline: await sides.baseline() };
    if (round > 0) pairs.push(pair);
  }
  const middle = (side: "api" | "baseline", figure: keyof Round) =>
    spreadOf(pairs.map((pair) => pair[side][figure])).median;
  const round = (side: "api" | "baseline"): Round => ({
    throughput: middle(side, "throughput"),
    p50: middle(side, "p50"),
    p95: middle(side, "p95"),
    cpu: middle(side, "cpu"),
  });
  return {
    api: round("api"),
    baseline: round("baseline"),
    throughput: spreadOf(pairs.map(({ api, baseline }) => api.throughput / baseline.throughput)),
    p95: spreadOf(pairs.map(({ api, baseline }) => api.p95 / baseline.p95)),
    cpu: spreadOf(pairs.map(({ api, baseline }) => baseline.cpu / api.cpu)),
  };
}
