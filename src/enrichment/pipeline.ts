/**
 * One barcode becomes a complete, sourced record: what the catalogue has if it is fresh, else what the providers say side
 * by side within a budget, merged, written and embedded. Who answers late is merged afterwards.
 */
import { completenessOf } from "../books/completeness.ts";
import type { Provider } from "../books/record.ts";
import type { Isbn } from "../isbn.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { byIsbn } from "./cache.ts";
import { type Asked, type Asking, ask } from "./client.ts";
import { type Known, knownEdition, saveMerged } from "./edition-store.ts";
import { type Merged, mergeEdition } from "./merge.ts";
import type { ProviderName, ProviderRecord } from "./providers/provider.ts";
import type { Service } from "./services.ts";

/**
 * What enriching needs. `changed` is told when the edition was written; `later` keeps work going after the answer; `once`
 * joins a question that is on its way already; `inTurn` lets one merge after the other read and write the edition.
 */
export type Enriching = Asking & {
  db: RequestDatabase;
  services: readonly Service[];
  changed: (isbn: Isbn) => Promise<void>;
  later: (work: Promise<unknown>) => void;
  once: (question: string, work: () => Promise<Asked<ProviderRecord>>) => Promise<Asked<ProviderRecord>>;
  inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

/**
 * How it went with one provider, and which fields now stand on its word. `succeeded` is that it answered, `found` that it
 * knew the book; `closedUntil` is set when it was not asked at all.
 */
export type Attempt = {
  provider: ProviderName;
  succeeded: boolean;
  found: boolean;
  closedUntil: Date | null;
  error: string | null;
  tookMs: number;
  fieldsUpdated: string[];
};

/** What became of an ISBN. */
export type Enriched =
  | {
      kind: "enriched";
      fieldsUpdated: string[];
      fromCache: boolean;
      /** Of the record as it is now, 0–100. */
      completeness: number;
      /** Who could not be asked, so that an earlier answer served. */
      stale: ProviderName[];
      attempts: Attempt[];
    }
  | { kind: "not-found"; triedProviders: Provider[]; attempts: Attempt[] }
  | { kind: "unavailable"; retryAfterSeconds: number; attempts: Attempt[] };

/** Days after which providers are asked again about a record that lacks something. */
const freshDays = 30;

/** Enriches one edition. Never throws for a provider's sake. */
export async function enrichEdition(
  enriching: Enriching,
  isbn: Isbn,
  { isForced, budgetMs }: { isForced: boolean; budgetMs: number },
): Promise<Enriched> {
  const { db, services, now, later, once, inTurn } = enriching;
  const known = await knownEdition(db, isbn);
  if (known && !isForced && isFresh(known, now())) {
    const completeness = completenessOf(known.record);
    return { kind: "enriched", fieldsUpdated: [], fromCache: true, completeness, stale: [], attempts: [] };
  }
  const answers = new Map<ProviderName, Asked<ProviderRecord>>();
  const asked = services.map(async (service) => {
    const { book, name } = service.adapter;
    if (!book) return;
    const patience = { patienceMs: budgetMs, isFresh: isForced, kind: byIsbn };
    answers.set(name, await once(`${name} ${isForced}`, () => ask(service, book, isbn, enriching, patience)));
  });
  await Promise.race([Promise.allSettled(asked), new Promise((resume) => setTimeout(resume, budgetMs))]);
  const inTime = [...answers.values()];
  const isLate = answers.size < services.length;
  if (isLate)
    later(Promise.allSettled(asked).then(() => inTurn(() => write(enriching, isbn, [...answers.values()]))));

  const written = await inTurn(() => write(enriching, isbn, inTime));
  const attempts = services.map(({ adapter: { name } }) => {
    const fieldsUpdated =
      written?.fieldsUpdated.filter((field) => written.provenance[field]?.provider === name) ?? [];
    return { ...attemptOf(name, answers.get(name), budgetMs), fieldsUpdated };
  });
  const stale = [...answers].filter(([, { from }]) => from === "stale-cache").map(([name]) => name);
  if (written !== null) {
    return {
      kind: "enriched",
      fieldsUpdated: written.fieldsUpdated,
      fromCache: inTime.every(({ from }) => from !== "provider"),
      completeness: completenessOf(written.record),
      stale,
      attempts,
    };
  }
  if (known) {
    const completeness = completenessOf(known.record);
    return { kind: "enriched", fieldsUpdated: [], fromCache: true, completeness, stale, attempts };
  }
  const notFound = [...answers]
    .filter(([, { result }]) => result.outcome === "not-found")
    .map(([name]) => name);
  const everybodyKnew = notFound.length === services.length && services.length > 0;
  if (everybodyKnew) return { kind: "not-found", triedProviders: notFound, attempts };
  return { kind: "unavailable", retryAfterSeconds: retryAfter(inTime, now()), attempts };
}

/** Merges what was found into what the catalogue has now; null when nobody found anything. */
async function write(
  enriching: Enriching,
  isbn: Isbn,
  answers: readonly Asked<ProviderRecord>[],
): Promise<Merged | null> {
  const records = answers.flatMap(({ result }) => (result.outcome === "found" ? result.records : []));
  const about = records.filter(
    (record) => record.isbn === isbn || record.identifiers.otherIsbns.includes(isbn),
  );
  if (about.length === 0) return null;
  const { db, now, changed } = enriching;
  const merged = mergeEdition(
    await knownEdition(db, isbn),
    about.map((record) => ({ ...record, isbn })),
  );
  if (!merged) return null;
  const openLibrary = about.find(({ provider }) => provider === "OPEN_LIBRARY")?.identifiers;
  await saveMerged(db, isbn, { ...merged, record: { ...merged.record, isbn } }, now(), {
    edition: openLibrary?.openLibraryEdition ?? null,
    work: openLibrary?.openLibraryWork ?? null,
    authors: about.flatMap(({ identifiers }) => identifiers.authors),
  });
  await changed(isbn);
  return merged;
}

/** Complete, or asked about not long ago. */
function isFresh({ record, askedAt }: Known, now: Date): boolean {
  if (completenessOf(record) === 100) return true;
  return askedAt !== null && now.getTime() - askedAt.getTime() < freshDays * 86_400_000;
}

function attemptOf(
  provider: ProviderName,
  asked: Asked<ProviderRecord> | undefined,
  budgetMs: number,
): Omit<Attempt, "fieldsUpdated"> {
  if (!asked) {
    const error = `No answer within ${budgetMs} ms`;
    return { provider, succeeded: false, found: false, closedUntil: null, error, tookMs: budgetMs };
  }
  return answered(provider, asked);
}

/** One provider's attempt as its answer tells it. */
export function answered(
  provider: ProviderName,
  { result, tookMs, closedUntil }: Asked<unknown>,
): Omit<Attempt, "fieldsUpdated"> {
  return {
    provider,
    succeeded: result.outcome !== "failed",
    found: result.outcome === "found",
    closedUntil,
    error: result.outcome === "found" ? null : result.message,
    tookMs,
  };
}

const defaultRetrySeconds = 30;

/** Seconds until the first of them may be asked again. */
function retryAfter(answers: readonly Asked<ProviderRecord>[], now: Date): number {
  const waits = answers.flatMap(({ closedUntil, result }) => {
    if (closedUntil) return [Math.ceil((closedUntil.getTime() - now.getTime()) / 1_000)];
    return result.outcome === "failed" && result.kind === "rate-limited"
      ? [result.retryAfterSeconds ?? 60]
      : [];
  });
  return Math.max(1, Math.min(...(waits.length > 0 ? waits : [defaultRetrySeconds])));
}
