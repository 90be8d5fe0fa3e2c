/** One slice of an import: what each row becomes. Two trips to D1, the same outcomes when it runs twice. */
import { filledBy } from "../books/empty-fields.ts";
import type { EditionRecord } from "../books/record.ts";
import { type Saving, saveStatements } from "../books/save.ts";
import { fieldsTold } from "../enrichment/fields.ts";
import { qualityOf } from "../enrichment/quality.ts";
import type { ItemReport, Outcome } from "../jobs/job.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { workKeyOf } from "../works/key.ts";
import { type Known, lookUp, madeStatements, readMade } from "./catalogue.ts";
import type { RowResult } from "./job.ts";
import { editionRecordOf, type ImportedRow } from "./row.ts";

/** A row with what it says for the catalogue, and the name by which its own work is known again. */
type Candidate = { row: ImportedRow; record: EditionRecord | null; key: string | null; reference: string };

/** Writes the rows' books into the catalogue (not in a dry run) and says how each row ended. */
export async function importSlice(
  db: RequestDatabase,
  rows: readonly ImportedRow[],
  { jobId, isDryRun, now }: { jobId: string; isDryRun: boolean; now: Date },
): Promise<ItemReport[]> {
  const candidates = rows.map((row): Candidate => {
    const record = editionRecordOf(row);
    return { row, record, key: record && workKeyOf(record), reference: `${jobId}:${row.line}` };
  });
  const isbns = candidates.flatMap(({ row }) => row.isbn ?? []);
  const workKeys = candidates.flatMap(({ key }) => key ?? []);
  const before = await lookUp(db, {
    isbns,
    workKeys,
    references: candidates.map(({ reference }) => reference),
  });
  const savings = candidates.flatMap((candidate) => savingOf(candidate, before) ?? []);
  const after = isDryRun || savings.length === 0 ? before : await save(db, savings, { isbns, workKeys, now });
  return candidates.map((candidate) => reportOf(candidate, before, after, isDryRun));
}

/** What to write for a row; null where the catalogue has it all. */
function savingOf({ row, record, key, reference }: Candidate, known: Known): Saving | null {
  if (record === null) return null;
  const book = row.isbn && known.books.get(row.isbn);
  const isKnown = book
    ? filledBy(book, record).length === 0
    : row.isbn === null && known.works.has(key ?? "");
  if (isKnown) return null;
  const fields = book ? filledBy(book, record) : fieldsTold(record);
  const source = { provider: "IMPORT" as const, reference, quality: qualityOf(record), fields };
  return { record, createdBy: `import:${reference}`, source };
}

async function save(
  db: RequestDatabase,
  savings: Saving[],
  { isbns, workKeys, now }: { isbns: string[]; workKeys: string[]; now: Date },
): Promise<Pick<Known, "editions" | "works">> {
  const results = await db.write([
    ...saveStatements(db, savings, now),
    ...madeStatements(db, isbns, workKeys),
  ]);
  const [editions, works] = results.slice(-2);
  return readMade(editions?.results ?? [], works?.results ?? []);
}

function reportOf(
  candidate: Candidate,
  before: Known,
  after: Pick<Known, "editions" | "works">,
  isDryRun: boolean,
): ItemReport {
  const { row } = candidate;
  const [outcome, message] = outcomeOf(candidate, before, after, isDryRun);
  const edition = row.isbn === null ? undefined : after.editions.get(row.isbn);
  const workId = edition?.workId ?? after.works.get(candidate.key ?? "")?.id ?? null;
  const result: RowResult = { isbn: edition?.id ?? null, workId };
  const note = row.note === null ? "" : ` ${row.note}`;
  return { line: row.line, outcome, message: message + note, result: JSON.stringify(result) };
}

/** Who made a thing decides, not whether it was there before: a redelivered row finds what it made itself. */
function outcomeOf(
  { row, record, key, reference }: Candidate,
  before: Known,
  after: Pick<Known, "editions" | "works">,
  isDryRun: boolean,
): [Outcome, string] {
  const made = row.isbn === null ? after.works.get(key ?? "") : after.editions.get(row.isbn);
  if (record === null && made === undefined) return ["UNMATCHED", unmatched(row)];
  if (made === undefined ? isDryRun : made.createdBy === `import:${reference}`) {
    return ["CREATED", row.isbn ? "Added to the catalogue." : "Added as a work: the row names no ISBN."];
  }
  const book = row.isbn === null ? undefined : before.books.get(row.isbn);
  const filled = book && record ? filledBy(book, record) : [];
  if (filled.length > 0) return ["UPDATED", `The catalogue had it, and learned: ${filled.join(", ")}.`];
  if (before.sources.has(reference)) return ["UPDATED", "The catalogue had it, and learned from this row."];
  return ["MATCHED", "The catalogue has it."];
}

function unmatched(row: ImportedRow): string {
  return row.isbn === null
    ? "The row names the book only by an Open Library id, which cannot be looked up yet."
    : `The catalogue does not know ISBN ${row.isbn}, and the row has no title to add it by.`;
}
