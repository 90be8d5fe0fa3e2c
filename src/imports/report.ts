/** An import's rows and what became of them as CSV, to open in a spreadsheet. */
import Papa from "papaparse";
import * as z from "zod/mini";
import type { JobObject } from "../jobs/object.ts";
import { opensReport } from "../jobs/token.ts";
import { rowData } from "./job.ts";

const pageSize = 1_000;
const columns = [
  "line",
  "outcome",
  "message",
  "title",
  "authors",
  "isbn",
  "shelf",
  "rating",
  "read on",
  "added on",
];

const path = /^\/jobs\/([\w-]+)\/report\.csv$/;

/** `GET /jobs/{id}/report.csv?key=…`; null for any other path. A wrong key and an unknown job are both 404. */
export async function serveReport(request: Request, env: Pick<Env, "JOBS">): Promise<Response | null> {
  const url = new URL(request.url);
  const jobId = path.exec(url.pathname)?.[1];
  if (!jobId) return null;
  const hasKey = opensReport(url.searchParams.get("key") ?? "", jobId);
  const csv = hasKey ? await importReport(env.JOBS.get(env.JOBS.idFromName(jobId))) : null;
  if (!csv) return new Response("There is no such report.", { status: 404 });
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="import-report.csv"',
      "cache-control": "private, no-store",
    },
  });
}

/** Streams the report page by page; null when the job is gone. */
async function importReport(job: DurableObjectStub<JobObject>): Promise<ReadableStream | null> {
  if ((await job.reportPage(0, 1)) === null) return null;
  let after = 0;
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`\ufeff${columns.join(",")}\r\n`)),
    async pull(controller) {
      const items = (await job.reportPage(after, pageSize)) ?? [];
      const lines = items.map(({ line, outcome, message, data }) => {
        const row = z.nullable(rowData).parse(JSON.parse(data));
        return [
          line,
          outcome,
          message,
          row?.title,
          row?.authors.join("; "),
          row?.isbn,
          row?.shelf,
          row?.rating,
          row?.readOn,
          row?.addedOn,
        ];
      });
      // A cell that begins with = or @ would be a formula in a spreadsheet.
      if (lines.length > 0)
        controller.enqueue(encoder.encode(`${Papa.unparse(lines, { escapeFormulae: true })}\r\n`));
      after = items.at(-1)?.line ?? after;
      if (items.length < pageSize) controller.close();
    },
  });
}
