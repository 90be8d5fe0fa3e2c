/**
 * `npm run bench:relevance -- DIR [--split validation]`: how good the three modes are at judged queries, through the
 * public `search` field of a fresh local server, beside a plain BM25 in the same run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { applyMigrations, startServer, vectorise, withDatabase } from "../dev/server.ts";
import { editionRecord } from "../src/books/record.ts";
import { saveEditions } from "../src/books/save.ts";
import { RequestDatabase } from "../src/platform/d1.ts";
import { searchModes } from "../src/search/text.ts";
import { longestQuery } from "../src/search/words.ts";
import { bm25 } from "./relevance/bm25.ts";
import { documents, type JudgedDocument, queries } from "./relevance/dataset.ts";
import { type Quality, quality } from "./relevance/metrics.ts";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { split: { type: "string", default: "validation" }, port: { type: "string", default: "8799" } },
});
const [folder] = positionals;
if (!folder) throw new Error("Usage: npm run bench:relevance -- DIR [--split validation]");

const depth = 100;
const adminKey = "bench";
const corpus = documents(folder);
const judged = queries(folder, options.split);
const idOf = new Map<string, string>(corpus.map(({ isbn, id }) => [isbn, id]));
console.log(`${corpus.length} documents, ${judged.length} queries (${options.split})`);

const state = mkdtempSync(join(tmpdir(), "relevance-"));
try {
  applyMigrations(state);
  await withDatabase((database) => load(database, corpus), state);
  const vars = { RATE_LIMIT_TEXT: "1000000", RATE_LIMIT_SEMANTIC: "1000000", ADMIN_API_KEY: adminKey };
  const server = await startServer({ port: Number(options.port), state, vars });
  if (!(await vectorise(server.origin, adminKey, 300)))
    throw new Error("The documents were not embedded in time");

  const rank = bm25(corpus.map(({ id, title, text }) => ({ id, text: `${title} ${text}` })));
  const baseline = quality(judged.map(({ text, relevant }) => ({ ranked: rank(text, depth), relevant })));
  const table: Record<string, Row> = { "plain BM25": row(baseline, baseline, 0) };
  for (const mode of searchModes) {
    const started = performance.now();
    const results: { ranked: string[]; relevant: Set<string> }[] = [];
    for (const { text, relevant } of judged)
      results.push({ ranked: await search(server.origin, text, mode), relevant });
    table[mode] = row(quality(results), baseline, (performance.now() - started) / judged.length);
  }
  console.table(table);
  server.stop();
} finally {
  rmSync(state, { recursive: true, force: true });
}
process.exit();

type Row = Record<keyof Quality, string> & { "MRR ÷ BM25": string; "ms a query": string };

function row(measured: Quality, baseline: Quality, ms: number): Row {
  return {
    "R@1": measured["R@1"].toFixed(3),
    "R@10": measured["R@10"].toFixed(3),
    "R@100": measured["R@100"].toFixed(3),
    MRR: measured.MRR.toFixed(3),
    "MRR ÷ BM25": (measured.MRR / baseline.MRR).toFixed(2),
    "ms a query": ms === 0 ? "" : ms.toFixed(1),
  };
}

async function load(database: D1Database, books: readonly JudgedDocument[]): Promise<void> {
  const db = new RequestDatabase(database);
  for (let start = 0; start < books.length; start += 100) {
    const savings = books.slice(start, start + 100).map(({ isbn, title, text, authors }) => ({
      record: editionRecord({
        isbn,
        title,
        description: text,
        contributors: authors.map((name) => ({ name, role: "AUTHOR" as const })),
      }),
      createdBy: "bench",
      source: null,
    }));
    await saveEditions(db, savings, new Date());
  }
}

async function search(origin: string, text: string, mode: string): Promise<string[]> {
  const answer = z.object({
    data: z.object({
      search: z.object({
        mode: z.string(),
        edges: z.array(z.object({ node: z.object({ isbn: z.string() }) })),
      }),
    }),
  });
  const query = `query ($query: String!, $mode: SearchMode!) {
    search(query: $query, mode: $mode, first: ${depth}) { mode edges { node { isbn } } }
  }`;
  const response = await fetch(`${origin}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { query: text.slice(0, longestQuery), mode } }),
  });
  const { data } = answer.parse(await response.json());
  if (data.search.mode !== mode) throw new Error(`${mode} was answered by ${data.search.mode}`);
  return data.search.edges.map(({ node }) => idOf.get(node.isbn) ?? "");
}
