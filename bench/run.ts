/**
 * `npm run bench [-- --quick]`: the Worker as it is deployed, served by workerd, beside a baseline without GraphQL. Prints
 * tables and writes bench/results/latest.json and growth.svg; `--quick` measures less and writes nothing, `--only
 * speed,jobs,growth` names parts, `--sizes 10000,100000` the catalogues whose speed is measured.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleWorker } from "./bundle.ts";
import { type Growth, growthPlot, measureGrowth } from "./growth.ts";
import { measureCrowd, measureImport, measureMany } from "./jobs.ts";
import type { Spread } from "./load.ts";
import { measureMemory } from "./memory.ts";
import { prepare } from "./prepare.ts";
import { type Measured, measureHome, measureSpeed } from "./speed.ts";
import { evaluationTime } from "./start-up.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "speed,jobs,growth" },
    sizes: { type: "string" },
  },
});
const parts = options.only.split(",");
const effort = options.quick
  ? {
      sizes: [10_000],
      rounds: 2,
      seconds: 1,
      rows: 1_000,
      watchers: 100,
      imports: 20,
      growth: [1_000, 10_000],
      isolates: 3,
    }
  : {
      sizes: [10_000, 100_000],
      rounds: 5,
      seconds: 3,
      rows: 10_000,
      watchers: 1_000,
      imports: 200,
      growth: [1_000, 10_000, 100_000, 1_000_000],
      isolates: 9,
    };
if (options.sizes) effort.sizes = options.sizes.split(",").map(Number);
/** Rows of each of many imports. */
const fewRows = 50;

const folder = mkdtempSync(join(tmpdir(), "bench-bundle-"));
const bundle = bundleWorker(folder);
rmSync(folder, { recursive: true });
const evaluation = await evaluationTime(bundle.code, effort.isolates);
console.log(`\nThe bundle: ${kilobytes(bundle.gzipBytes)} KB gzip, ${kilobytes(bundle.bytes)} KB minified`);
console.table(
  bundle.packages.slice(0, 15).map(({ name, bytes }) => ({ package: name, "KB minified": kilobytes(bytes) })),
);
console.log(`A new isolate evaluates it in ${range(evaluation)} ms`);

const latest = "bench/results/latest.json";
/** A part that is not measured now keeps what it was measured to be last. */
const results: Record<string, unknown> = {
  ...(existsSync(latest) ? JSON.parse(readFileSync(latest, "utf8")) : {}),
  machine: { cpus: cpus().length, model: cpus()[0]?.model ?? "", node: process.version },
  bundle: { bytes: bundle.bytes, gzipBytes: bundle.gzipBytes, packages: bundle.packages },
  evaluation,
};

if (parts.includes("speed")) {
  const speed: Measured[] = [];
  for (const size of effort.sizes) {
    console.log(`\nPreparing ${size.toLocaleString("en")} books`);
    const prepared = await prepare(bundle.code, size, { vectors: true });
    speed.push(...(await measureSpeed(prepared, effort)));
    if (size === effort.sizes.at(-1)) {
      const home = await measureHome(prepared, effort);
      results.home = home;
      console.log(
        `\nThe home screen in one request, beside five calls of the baseline: ${range(home.throughput)} × as many a second`,
      );
      const waits = {
        "on loopback": home.loopback,
        [`over a link of ${home.link.roundTripMs} ms`]: home.link,
      };
      for (const [over, { inTurn, atOnce }] of Object.entries(waits))
        console.log(
          `  ${over} ${range(inTurn)} × faster than calls in turn, ${range(atOnce)} × than calls at once`,
        );
    }
    await prepared.end();
  }
  const inspected = await prepare(bundle.code, 1_000, { vectors: false, isInspected: true });
  try {
    const memory = await measureMemory(inspected, 10_000);
    results.memory = memory;
    console.log(
      `The isolate's heap: ${megabytes(memory.before)} MB, after ${memory.requests.toLocaleString("en")} more requests ${megabytes(memory.after)} MB`,
    );
  } catch (error) {
    console.log(
      `The isolate's heap could not be measured: ${error instanceof Error ? error.message : error}`,
    );
  }
  await inspected.end();
  results.speed = speed;
  console.table(
    Object.fromEntries(speed.map((one) => [`${one.operation}, ${one.books / 1_000}k`, speedRow(one)])),
  );
}

if (parts.includes("jobs")) {
  console.log("\nJobs");
  const prepared = await prepare(bundle.code, 1_000, { vectors: false });
  const jobs = {
    import: await measureImport(prepared.stack, effort.rows),
    crowd: await measureCrowd(prepared.stack, effort.watchers, effort.rows),
    many: await measureMany(prepared.stack, effort.imports, fewRows),
  };
  await prepared.end();
  results.jobs = jobs;
  for (const figures of Object.values(jobs)) console.table(figures);
}

if (parts.includes("growth")) {
  console.log("\nGrowth");
  const growth = await measureGrowth(bundle.code, effort.growth, { rounds: 3, seconds: 1 });
  results.growth = growth;
  console.table(Object.fromEntries(growth.map((one) => [one.operation, growthRow(one)])));
  if (!options.quick) writeFileSync("bench/results/growth.svg", growthPlot(growth));
}

if (!options.quick) {
  writeFileSync(latest, `${JSON.stringify(results, null, 2)}\n`);
  console.log("Written to bench/results.");
}
process.exit();

function speedRow({ api, baseline, throughput, p95, cpu, trips }: Measured) {
  return {
    "req/s": Math.round(api.throughput),
    baseline: Math.round(baseline.throughput),
    "× throughput": range(throughput),
    "p95 ms": api.p95.toFixed(1),
    "× p95": range(p95),
    "CPU ms": api.cpu.toFixed(2),
    "× by CPU": range(cpu),
    "D1 trips": trips.api,
    "by hand": trips.baseline,
    depth: trips.depth,
    statements: trips.statements,
    rows: trips.rows,
  };
}

function growthRow({ waits, factor }: Growth) {
  return {
    ...Object.fromEntries(
      waits.map(({ books, ms }) => [`${books.toLocaleString("en")} books`, `${ms.toFixed(2)} ms`]),
    ),
    factor: factor.toFixed(2),
  };
}

function range({ median, least, most }: Spread): string {
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
