/** Every operation beside the same data from the baseline, and the home screen beside separate calls. */
import { isDeepStrictEqual } from "node:util";
import { at, type Comparison, compare, drive, type Spread, spreadOf } from "./load.ts";
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

/** The home screen in one request, beside its five parts one after the other, and all at once. */
export type HomeScreen = {
  /** Screens a second under load, as a multiple of separate calls'. */
  throughput: Spread;
  /** The wait of one client alone who sends the calls one after the other, as a multiple of the one request's. */
  inTurn: Spread;
  /** The same where all calls are sent at once. */
  atOnce: Spread;
};

/** Compares the home screen with the baseline's separate calls for the same data. */
export async function measureHome(
  { stack: { origins }, operations }: Prepared,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<HomeScreen> {
  const home = operations.find(({ name }) => name === "home screen");
  if (!home) throw new Error("There is no home screen to measure");
  const calls = homeByCalls(home);
  const perScreen = calls[0]?.length ?? 1;
  const ratios = { throughput: [] as number[], inTurn: [] as number[], atOnce: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const one = await drive(origins.api, home.api, { seconds });
    const many = await drive(origins.baseline, calls.flat(), { seconds });
    const waits = { one: [] as number[], inTurn: [] as number[], atOnce: [] as number[] };
    for (const [place, parts] of calls.slice(0, 50).entries()) {
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
    const median = (times: number[]) =>
      at(
        times.toSorted((left, right) => left - right),
        0.5,
      );
    ratios.throughput.push(one.throughput / (many.throughput / perScreen));
    ratios.inTurn.push(median(waits.inTurn) / median(waits.one));
    ratios.atOnce.push(median(waits.atOnce) / median(waits.one));
  }
  return {
    throughput: spreadOf(ratios.throughput),
    inTurn: spreadOf(ratios.inTurn),
    atOnce: spreadOf(ratios.atOnce),
  };
}

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
