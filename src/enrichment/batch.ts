/** A batch of hints as a job: each an ISBN or a title, ten at a time, one failure never stops the rest. */
import * as z from "zod/mini";
import { words } from "../fold.ts";
import { type Isbn, isbnOrNull } from "../isbn.ts";
import type { ItemReport } from "../jobs/job.ts";
import { newJobToken, reportKey } from "../jobs/token.ts";
import { needed } from "../platform/in-time.ts";
import { hashOf } from "../platform/secret.ts";
import { titleKey } from "../works/title.ts";
import { federatedSearch } from "./federation.ts";
import type { EnrichmentMessage } from "./message.ts";

/** A book as far as the client knows it. */
export const bookHint = z.object({
  title: z.nullable(z.string()),
  author: z.nullable(z.string()),
  isbn: z.nullable(z.string()),
});
export type BookHint = z.output<typeof bookHint>;

/** Hints a job, and side by side. */
export const batchLimits = { hints: 100, atOnce: 10, title: 500, author: 300 };

/** What a hint became. */
export const hintResult = z.object({ isbn: z.nullable(z.string()) });

/** Creates the job with its items and sends its slices; the token opens it, and `owner` does without. */
export async function startBatch(
  env: Env,
  hints: readonly BookHint[],
  owner: string | null,
  now: Date,
): Promise<{ jobId: string; token: string }> {
  const { jobId, token } = newJobToken();
  const job = env.JOBS.get(env.JOBS.idFromName(jobId));
  const created = job.create({
    id: jobId,
    kind: "ENRICHMENT",
    access: { tokenHash: hashOf(token), reportKey: reportKey(token), owner },
    details: "{}",
    createdAt: now.toISOString(),
  });
  await needed("The enrichment service", created);
  await job.start();
  await job.addItems(
    hints.map((hint, index) => ({
      line: index + 1,
      identity: null,
      data: JSON.stringify(hint),
      ended: null,
    })),
  );
  await job.itemsComplete();
  const slices = await job.slices(batchLimits.atOnce);
  const sent = env.ENRICHMENT_QUEUE.sendBatch(
    slices.map((slice) => ({ body: { kind: "hints", jobId, ...slice } satisfies EnrichmentMessage })),
  );
  await needed("The enrichment queue", sent);
  return { jobId, token };
}

/** Does a slice, reporting each hint as it ends. */
export async function enrichHints(
  env: Env,
  { jobId, from, to }: Extract<EnrichmentMessage, { kind: "hints" }>,
  now: () => Date,
): Promise<void> {
  const job = env.JOBS.get(env.JOBS.idFromName(jobId));
  const items = (await job.pending({ from, to })) ?? [];
  await Promise.all(
    items.map(async ({ line, data }) => {
      const hint = bookHint.parse(JSON.parse(data));
      const report = await enrichHint(env, hint, now);
      await job.report([{ line, ...report }], hint.title ?? hint.isbn);
    }),
  );
}

async function enrichHint(env: Env, hint: BookHint, now: () => Date): Promise<Omit<ItemReport, "line">> {
  const failed = (outcome: "UNMATCHED" | "FAILED", message: string) => ({ outcome, message, result: null });
  const isbn = isbnOrNull(hint.isbn) ?? (await isbnOf(env, hint, now));
  if (isbn === "nobody could be asked") return failed("FAILED", unasked);
  if (!isbn) return failed("UNMATCHED", "No provider knows a book of this title and author.");
  const enriched = await env.ENRICHMENTS.get(env.ENRICHMENTS.idFromName(isbn)).enrich(isbn, false);
  const result = JSON.stringify({ isbn });
  if (enriched.kind === "not-found") return failed("UNMATCHED", "No provider knows this ISBN.");
  if (enriched.kind === "unavailable") return failed("FAILED", unasked);
  const { fieldsUpdated, fromCache } = enriched;
  if (fromCache || fieldsUpdated.length === 0) return { outcome: "MATCHED", message: null, result };
  return {
    outcome: fieldsUpdated.includes("title") ? "CREATED" : "UPDATED",
    message: `Learned: ${fieldsUpdated.join(", ")}.`,
    result,
  };
}

const unasked = "The providers could not be asked; try again later.";

/** The ISBN of a book of this title by an author who shares a name with the hint's; null when all say they know none. */
async function isbnOf(
  env: Env,
  { title, author }: BookHint,
  now: () => Date,
): Promise<Isbn | "nobody could be asked" | null> {
  if (!title) return null;
  const { records, silent } = await federatedSearch(env, { title, author, isbn: null, limit: 10 }, now);
  const names = new Set(words(author ?? ""));
  const match = records.find(
    (record) =>
      titleKey(record.title) === titleKey(title) &&
      (author === null ||
        record.contributors.some(({ name }) => words(name).some((word) => names.has(word)))),
  );
  const isbn = match?.isbn ?? match?.identifiers.otherIsbns[0];
  return isbn ?? (silent.length > 0 ? "nobody could be asked" : null);
}
