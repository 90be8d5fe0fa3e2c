/** Every operation beside the same data from the baseline, and the home screen beside separate calls. */
import { isDeepStrictEqual } from "node:util";
import { openLink } from "./link.ts";
import { type Comparison, compare, drive, type Spread, spreadOf } from "./load.ts";
import { type Asked, homeByCalls, type Operation } from "./operations.ts";
import type { Prepared } from "./prepare.ts";

/** What D1 was asked for one request. */
export type Trips = { api: number; baseline: number; depth: number; statements: number; rows: number };

/** An operation's figures. */
export type Measured = Comparison & { operation: string; books: number; trips: Trips };

/** Inputs whose answers are compared before anything is driven. */
const compared = 5;

/** Drives every operation in rounds. */
export async function measureSpeed(
  { size, stack: { origins, pid }, operations }: Prepared,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const operation of operations) {
    const trips = await checkAnswers(origins, operation);
    const comparison = await compare(
      {
        api: () => drive(origins.api, operation.api, { seconds, pid }),
        baseline: () => drive(origins.baseline, operation.baseline, { seconds, pid }),
      },
      rounds,
    );
    console.log(`  ${operation.name}: ${comparison.throughput.median.toFixed(2)} × the baseline`);
    measured.push({ operation: operation.name, books: size, trips, ...comparison });
  }
  return measured;
}

/** @throws where the two sides do not say the same, for then they cannot be compared. */
async function checkAnswers(origins: Prepared["stack"]["origins"], operation: Operation): Promise<Trips> {
  const trips: Trips = { api: 0, baseline: 0, depth: operation.depth, statements: 0, rows: 0 };
  for (let place = 0; place < Math.min(compared, operation.api.length); place++) {
    const [asked, byHand] = [operation.api[place], operation.baseline[place]];
    if (!asked || !byHand) continue;
    const [api, baseline] = [await send(origins.api, asked), await send(origins.baseline, byHand)];
    const { data } = JSON.parse(api.text, withoutClock);
    if (!isDeepStrictEqual(operation.answer(data), JSON.parse(baseline.text, withoutClock)))
      throw new Error(`${operation.name}: ${byHand.path} does not answer what the API does`);
    const [d1 = 0, statements = 0, rows = 0] = counts(api.timing);
    trips.api = Math.max(trips.api, d1);
    trips.statements = Math.max(trips.statements, statements);
    trips.rows = Math.max(trips.rows, rows);
    trips.baseline = Math.max(trips.baseline, counts(baseline.timing)[0] ?? 0);
  }
  if (trips.api > trips.depth + 1)
    throw new Error(`${operation.name}: ${trips.api} trips for a depth of ${trips.depth}`);
  return trips;
}

/** The waits of one client alone, as multiples of the one request's. */
type Waits = { inTurn: Spread; atOnce: Spread };

/** The home screen in one request, beside its five parts by separate calls. */
export type HomeScreen = {
  /** Screens a second under load, as a multiple of separate calls'. */
  throughput: Spread;
  /** Of calls that are sent one after the other, and of calls that are sent all at once, where a way takes no time. */
  loopback: Waits;
  /** The same over a link as a telephone has it. */
  link: Waits & { roundTripMs: number };
};

/** Milliseconds there and back: a good mobile network, near the data centre. */
const roundTripMs = 20;

/** Compares the home screen with the baseline's separate calls for the same data. */
export async function measureHome(
  { stack: { origins }, operations }: Prepared,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<HomeScreen> {
  const home = operations.find(({ name }) => name === "home screen");
  if (!home) throw new Error("There is no home screen to measure");
  const calls = homeByCalls(home);
  const perScreen = calls[0]?.length ?? 1;
  const throughput: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const one = await drive(origins.api, home.api, { seconds });
    const many = await drive(origins.baseline, calls.flat(), { seconds });
    if (round > 0) throughput.push(one.throughput / (many.throughput / perScreen));
  }
  const loopback = await waitsOf(home, calls, origins, rounds);
  const links = {
    api: await openLink(origins.api, roundTripMs),
    baseline: await openLink(origins.baseline, roundTripMs),
  };
  const ends = { api: links.api.origin, baseline: links.baseline.origin };
  const link = { roundTripMs, ...(await waitsOf(home, calls, ends, rounds)) };
  for (const { close } of Object.values(links)) close();
  return { throughput: spreadOf(throughput), loopback, link };
}

/** Rounds of screens: each in one request, by calls in turn, and by calls at once. */
async function waitsOf(
  home: Operation,
  calls: Asked[][],
  origins: Prepared["stack"]["origins"],
  rounds: number,
): Promise<Waits> {
  const ratios = { inTurn: [] as number[], atOnce: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const waits = { one: [] as number[], inTurn: [] as number[], atOnce: [] as number[] };
    for (const [place, parts] of calls.slice(0, screens).entries()) {
      const whole = home.api[place];
      if (!whole) continue;
      waits.one.push(await timed(() => send(origins.api, whole)));
      waits.inTurn.push(
        await timed(async () => {
          for (const part of parts) await send(origins.baseline, part);
        }),
      );
      waits.atOnce.push(await timed(() => Promise.all(parts.map((part) => send(origins.baseline, part)))));
    }
    if (round === 0) continue;
    ratios.inTurn.push(spreadOf(waits.inTurn).median / spreadOf(waits.one).median);
    ratios.atOnce.push(spreadOf(waits.atOnce).median / spreadOf(waits.one).median);
  }
  return { inTurn: spreadOf(ratios.inTurn), atOnce: spreadOf(ratios.atOnce) };
}

/** Screens a round. */
const screens = 50;

async function send(origin: string, { path, ...asked }: Asked) {
  const response = await fetch(origin + path, { ...asked, headers: { "content-type": "application/json" } });
  return { text: await response.text(), timing: response.headers.get("server-timing") ?? "" };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Trips, statements and rows, as the Server-Timing header tells them. */
function counts(timing: string): number[] {
  return [...timing.matchAll(/desc="(\d+)/g)].map(([, count]) => Number(count));
}

/** How long a search took is no part of what it found. */
function withoutClock(key: string, value: unknown): unknown {
  return key === "tookMs" ? 0 : value;
}
