/** Starts an import: everything that can be wrong with a file is said here, at once; then it is safe and queued. */
import { newJobToken, reportKey } from "../jobs/token.ts";
import { needed } from "../platform/in-time.ts";
import { hashOf } from "../platform/secret.ts";
import { readCsv } from "./csv.ts";
import { decodeText } from "./decode.ts";
import { recogniseFormat } from "./formats.ts";
import { fileKey, type ImportDetails } from "./job.ts";
import type { ImportMessage } from "./message.ts";

/** What an import may be. */
export const importLimits = { bytes: 10 * 1024 * 1024, rows: 20_000 };

export const fileRejections = [
  "TOO_LARGE",
  "TOO_MANY_ROWS",
  "EMPTY",
  "NOT_TEXT",
  "NO_USABLE_COLUMNS",
] as const;
export type FileRejection = (typeof fileRejections)[number];

/** Why a file was not taken, for programs and for people. Nothing has been kept of it. */
export type Rejected = { rejected: FileRejection; message: string };

/** The new job's id and the token that opens it. */
export type Started = { jobId: string; token: string };

type Bindings = Pick<Env, "FILES" | "IMPORT_QUEUE" | "JOBS">;

/** Keeps the file, creates the job, sends one message. `owner` is the user who may open it without the token. */
export async function startImport(
  env: Bindings,
  upload: { bytes: Uint8Array; fileName: string | null; isDryRun: boolean; owner: string | null },
  now: Date,
): Promise<Started | Rejected> {
  const checked = check(upload.bytes);
  if ("rejected" in checked) return checked;
  const { jobId, token } = newJobToken();
  const details: ImportDetails = { fileName: upload.fileName, isDryRun: upload.isDryRun, ...checked };
  await needed("The file store", env.FILES.put(fileKey(jobId), upload.bytes));
  const created = env.JOBS.get(env.JOBS.idFromName(jobId)).create({
    id: jobId,
    kind: "IMPORT",
    access: { tokenHash: hashOf(token), reportKey: reportKey(token), owner: upload.owner },
    details: JSON.stringify(details),
    createdAt: now.toISOString(),
  });
  await needed("The import service", created);
  // Without the message nobody works on it, so that nothing has been accepted: the job deletes itself in time.
  await needed("The import queue", env.IMPORT_QUEUE.send({ kind: "read", jobId } satisfies ImportMessage));
  return { jobId, token };
}

function check(bytes: Uint8Array): Rejected | Pick<ImportDetails, "format" | "columns"> {
  if (bytes.length > importLimits.bytes) {
    return reject(
      "TOO_LARGE",
      `The file has ${megabytes(bytes.length)} MB; at most ${megabytes(importLimits.bytes)} are taken.`,
    );
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) return reject("NOT_TEXT", decoded.reason);
  const table = readCsv(decoded.text);
  if (!table) return reject("EMPTY", "The file is empty.");
  const format = recogniseFormat(table.header);
  if (!format.ok) return reject("NO_USABLE_COLUMNS", format.reason);
  let rows = 0;
  for (const batch of table.batches(1_000)) rows += batch.length;
  if (rows === 0) return reject("EMPTY", "The file has a header but no rows.");
  if (rows > importLimits.rows) {
    return reject(
      "TOO_MANY_ROWS",
      `The file has ${rows} rows; at most ${importLimits.rows} are taken. Split it.`,
    );
  }
  return { format: format.format, columns: format.columns };
}

function reject(rejected: FileRejection, message: string): Rejected {
  return { rejected, message };
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}
