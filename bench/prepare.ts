/** Brings a stack to where it can be measured: a catalogue, vectors, this week's picks, a job, and what is known of them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mondayOf } from "../src/recommendations/week.ts";
import { ask, until } from "./api.ts";
import { isbnOf, writeCatalogue } from "./catalogue.ts";
import { type Operation, operationsOver } from "./operations.ts";
import { prepareState, type Stack, startStack } from "./stack.ts";

/** A stack over so many books, and the operations that can be driven on it. */
export type Prepared = { size: number; stack: Stack; operations: Operation[]; end: () => Promise<void> };

/** Books looked at for what to ask: authors, titles, words. */
const samples = 200;
/** Vectors that are made: the local stand-in for Vectorize compares with every one. */
const mostVectors = 10_000;

/** Builds a catalogue, starts the API and the baseline over it, and has the week and a job made. */
export async function prepare(
  code: string,
  size: number,
  options: { vectors: boolean; isInspected?: boolean },
): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const state = join(folder, "state");
  const catalogue = join(folder, "catalogue.sqlite");
  await writeCatalogue(catalogue, size);
  await prepareState(state, catalogue);
  const stack = await startStack({ code, state, isInspected: options.isInspected });
  const { api } = stack.origins;
  if (options.vectors) await vectorise(stack, Math.min(size, mostVectors));
  const weekOf = mondayOf(new Date());
  await ask(api, "mutation ($weekOf: Date) { refreshWeeklyRecommendations(weekOf: $weekOf) { weekOf } }", {
    weekOf,
  });
  const job = await startJob(api, "Title,Author\nA Diary Nobody Printed,Nobody\n");
  const known = await sampled(api, size);
  return {
    size,
    stack,
    operations: operationsOver({ size, job, ...known }),
    end: async () => {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts an import of a CSV text. */
export async function startJob(origin: string, csv: string): Promise<{ id: string; token: string }> {
  type Started = { startImportFromText: { token: string; job: { id: string } } };
  const { startImportFromText } = await ask<Started>(
    origin,
    "mutation ($csv: String!) { startImportFromText(csv: $csv) { ... on StartJobSuccess { token job { id } } } }",
    { csv },
  );
  return { id: startImportFromText.job.id, token: startImportFromText.token };
}

async function vectorise(stack: Stack, wanted: number): Promise<void> {
  type Counted = { operations: { catalogue: { vectorized: number } } };
  const counted = () => ask<Counted>(stack.origins.api, "{ operations { catalogue { vectorized } } }");
  let had = -1;
  await until(
    async () => {
      const { vectorized } = (await counted()).operations.catalogue;
      // The cron's sweep names 5,000 books at a time; it is run again when those are done.
      if (vectorized % 5_000 === 0 && vectorized !== had && vectorized < wanted) {
        had = vectorized;
        await stack.cron("*/15 * * * *");
      }
      return vectorized;
    },
    (vectorized) => vectorized >= wanted,
    300,
  );
}

type Sampled = Record<string, { title: string; contributors: { author: { id: string } }[] }>;

async function sampled(origin: string, size: number) {
  const titles: string[] = [];
  const authorIds: string[] = [];
  for (let start = 0; start < samples; start += 20) {
    const numbers = Array.from({ length: 20 }, (_, place) => Math.floor(((start + place) * size) / samples));
    const books = numbers.map(
      (number) => `b${number}: book(isbn: "${isbnOf(number)}") { title contributors { author { id } } }`,
    );
    for (const { title, contributors } of Object.values(
      await ask<Sampled>(origin, `{ ${[...new Set(books)].join(" ")} }`),
    )) {
      titles.push(title);
      authorIds.push(...contributors.slice(0, 1).map(({ author }) => author.id));
    }
  }
  const longWords = (title: string) => title.match(/\p{L}{4,}/gu) ?? [];
  const queries = titles.map((title) => longWords(title).slice(-2).join(" ")).filter((query) => query !== "");
  return { titles, authorIds, queries };
}
