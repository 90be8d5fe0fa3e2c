/**
 * `npm run load:openlibrary -- FILE.gz [FILE.gz …] [--to d1|sql] [--out DIR]`: streams Open Library dumps into the local
 * database, or into SQL files for `wrangler d1 execute --file`, in constant memory. Give authors first, then works, then
 * editions, or one file that has them in that order. It fills what is empty and replaces nothing. Interrupted, the same
 * command goes on where it stopped; lines that cannot be read lie in rejected.tsv with the reason.
 */
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import cliProgress from "cli-progress";
import * as z from "zod";
import { type AuthorFacts, fillAuthorsStatement } from "../src/authors/save.ts";
import { type Saving, saveStatements } from "../src/books/save.ts";
import {
  bareKey,
  type DumpAuthor,
  type DumpRecord,
  type DumpWork,
  dumpedAuthor,
  dumpedEdition,
  readDumpLine,
} from "../src/enrichment/dump.ts";
import { fieldsTold } from "../src/enrichment/fields.ts";
import { type OpenLibraryKeys, openLibraryKeysStatement } from "../src/enrichment/identifiers.ts";
import { qualityOf } from "../src/enrichment/quality.ts";
import { RequestDatabase } from "../src/platform/d1.ts";
import { applyMigrations, withDatabase } from "./server.ts";

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: "string", default: "d1" },
    out: { type: "string", default: ".wrangler/openlibrary" },
  },
});
if (files.length === 0 || !["d1", "sql"].includes(options.to)) {
  console.error("Usage: npm run load:openlibrary -- FILE.gz [FILE.gz …] [--to d1|sql] [--out DIR]");
  process.exit(1);
}

/** An edition as it is written. */
type Loaded = { saving: Saving; people: (AuthorFacts & { identifier: string })[]; keys: OpenLibraryKeys };

/** Lines between two checkpoints: what an interruption costs. */
const checkpointLines = 5_000;
/** Editions a transaction; fewer in SQL, whose statements D1 limits to 100 KB. */
const batchSize = options.to === "d1" ? 200 : 20;

/** Bytes of an SQL file, roughly, and the number of the one being written. */
const sqlBytes = 4 * 1024 * 1024;
let current = 0;

mkdirSync(options.out, { recursive: true });
const staging = new DatabaseSync(join(options.out, "staging.sqlite"));
staging.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
staging.exec("CREATE TABLE IF NOT EXISTS staged (key TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID");
const stage = staging.prepare("INSERT OR REPLACE INTO staged VALUES (?, ?)");
const staged = staging.prepare("SELECT data FROM staged WHERE key = ?");

if (options.to === "d1") {
  applyMigrations();
  await withDatabase((database) =>
    loadAll(async (editions) => {
      const db = new RequestDatabase(database);
      await db.write(statementsOf(db, editions));
    }),
  );
} else {
  await loadAll(async (editions) => writeSql(editions));
}

async function loadAll(save: (editions: Loaded[]) => Promise<void>): Promise<void> {
  for (const file of files) await load(file, save);
}

async function load(file: string, save: (editions: Loaded[]) => Promise<void>): Promise<void> {
  const checkpoint = join(options.out, `${basename(file)}.checkpoint`);
  const done = existsSync(checkpoint) ? Number(readFileSync(checkpoint, "utf8")) : 0;
  const bar = new cliProgress.SingleBar({
    format: `${basename(file)} {bar} {percentage}% | {lines} lines | {saved} editions | {rejected} rejected`,
    noTTYOutput: true,
    notTTYSchedule: 2_000,
  });
  const bytes = createReadStream(file);
  bar.start(statSync(file).size, 0, { lines: 0, saved: 0, rejected: 0 });
  const unpacked = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  let [line, saved, rejected] = [0, 0, 0];
  let editions: Loaded[] = [];
  let rejects = "";
  const settle = async () => {
    if (editions.length > 0) await save(editions);
    saved += editions.length;
    editions = [];
  };
  /** What was done so far is not done again; rejected lines are told once. */
  const mark = async () => {
    await settle();
    staging.exec("COMMIT");
    if (rejects !== "") appendFileSync(join(options.out, "rejected.tsv"), rejects);
    rejects = "";
    writeFileSync(checkpoint, String(line));
    bar.update(bytes.bytesRead, { lines: line, saved, rejected });
  };
  staging.exec("BEGIN");
  for await (const text of linesOf(unpacked)) {
    line += 1;
    if (line <= done || text === "") continue;
    const record = readDumpLine(text);
    if (typeof record === "string") {
      rejected += 1;
      rejects += `${basename(file)}\t${line}\t${record}\t${text.slice(0, 1_000)}\n`;
    } else if (record?.kind === "edition") {
      editions.push(...loadedOf(record));
    } else if (record) {
      stage.run(record.key, JSON.stringify(record.data));
    }
    if (editions.length >= batchSize) await settle();
    if (line % checkpointLines === 0) {
      await mark();
      staging.exec("BEGIN");
    }
  }
  await mark();
  bar.stop();
}

/** Lines of a stream, a chunk in memory at a time: node:readline would read ahead of whoever awaits in between. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function loadedOf(edition: Extract<DumpRecord, { kind: "edition" }>): Loaded[] {
  const [workKey] = edition.data.works;
  const work = lookUp<DumpWork>(workKey);
  const keys = edition.data.authors.length > 0 ? edition.data.authors : (work?.authors ?? []);
  const people = keys.flatMap((key) => {
    const author = lookUp<DumpAuthor>(key);
    return author ? [{ identifier: bareKey(key), ...dumpedAuthor(author) }] : [];
  });
  const record = dumpedEdition(edition, { work, authors: people.map(({ name }) => name) });
  if (!record?.isbn) return [];
  const source = {
    provider: "OPEN_LIBRARY" as const,
    reference: edition.key,
    quality: qualityOf(record),
    fields: fieldsTold(record),
  };
  return [
    {
      saving: { record, createdBy: "openlibrary-dump", source },
      people,
      keys: {
        isbn: record.isbn,
        edition: bareKey(edition.key),
        work: workKey ? bareKey(workKey) : null,
        authors: people,
      },
    },
  ];
}

/** The edition, what is known of its people, and what Open Library calls them all: one transaction. */
function statementsOf(db: RequestDatabase, editions: readonly Loaded[]): D1PreparedStatement[] {
  const now = new Date();
  const savings = editions.map(({ saving }) => saving);
  return [
    ...saveStatements(db, savings, now),
    fillAuthorsStatement(
      db,
      editions.flatMap(({ people }) => people),
      now,
    ),
    openLibraryKeysStatement(
      db,
      editions.map(({ keys }) => keys),
    ),
  ];
}

/** What this loader staged itself, read by {@link readDumpLine} before. */
function lookUp<Data>(key: string | undefined): Data | null {
  const row = key === undefined ? undefined : staged.get(key);
  return row ? JSON.parse(z.string().parse(row.data)) : null;
}

/** Appends the same statements that D1 would run, their values written out, to files of a few megabytes. */
function writeSql(editions: Loaded[]): void {
  const statements: string[] = [];
  const database = {
    prepare: (sql: string) => ({
      bind: (...values: (string | number | null)[]) => statements.push(inlined(sql, values)),
    }),
  };
  // Only prepare and bind are called: the statements are wanted, not their results.
  statementsOf(new RequestDatabase(database as unknown as D1Database), editions);
  const name = join(options.out, `editions-${String(sqlFile()).padStart(4, "0")}.sql`);
  appendFileSync(name, `${statements.join(";\n")};\n`);
}

function sqlFile(): number {
  const path = () => join(options.out, `editions-${String(current).padStart(4, "0")}.sql`);
  while (existsSync(path()) && statSync(path()).size > sqlBytes) current += 1;
  return current;
}

/** A statement with its values in place of ?, ?1, ?2 … */
function inlined(sql: string, values: readonly (string | number | null)[]): string {
  let next = 0;
  return sql.trim().replace(/\?(\d*)/g, (_, number: string) => {
    const value = values[number === "" ? next++ : Number(number) - 1] ?? null;
    if (value === null) return "NULL";
    return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
  });
}
