/** Imports as a client runs them, and their queue by hand: what is delivered, when, and how often. */
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { print } from "graphql";
import { createClient } from "graphql-sse";
import { expect, vi } from "vitest";
import type { ImportMessage } from "../../src/imports/message.ts";
import worker from "../../src/index.ts";
import { execute } from "./api.ts";
import {
  ImportJobDocument,
  ImportTextDocument,
  JobProgressDocument,
  type JobProgressSubscription,
} from "./operations.gen.ts";

/** A started job as its client holds it; `localId` is what the queue and the object call it. */
export type Held = { id: string; token: string; localId: string };

/** Starts an import of a text. */
export async function startText(csv: string, options: { dryRun?: boolean } = {}): Promise<Held> {
  const { data, errors } = await execute(ImportTextDocument, { csv, ...options });
  expect(errors).toEqual([]);
  const started = data.startImportFromText;
  if (started.__typename !== "StartJobSuccess") throw new Error(`${started.reason}: ${started.message}`);
  return { id: started.job.id, token: started.token, localId: atob(started.job.id).split(":")[1] ?? "" };
}

/** Catches what is sent to the import queue instead of letting the platform deliver it. */
export function holdQueue(): { sent: ImportMessage[]; release: () => void } {
  const sent: ImportMessage[] = [];
  const send = vi.spyOn(env.IMPORT_QUEUE, "send").mockImplementation(async (body) => {
    sent.push(body as ImportMessage);
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  });
  const sendBatch = vi.spyOn(env.IMPORT_QUEUE, "sendBatch").mockImplementation(async (messages) => {
    for (const { body } of messages) sent.push(body as ImportMessage);
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  });
  return {
    sent,
    release: () => {
      send.mockRestore();
      sendBatch.mockRestore();
    },
  };
}

/** Delivers messages as the platform would, on a queue of the given name. */
export async function deliver(messages: readonly unknown[], queue = "bookstrack-imports") {
  const batch = createMessageBatch(
    queue,
    messages.map((body, index) => ({ id: `m${index}`, timestamp: new Date(), attempts: 1, body })),
  );
  const context = createExecutionContext();
  await worker.queue(batch, env);
  return getQueueResult(batch, context);
}

/** The job as its holder sees it. */
export async function look(held: Held, first = 100) {
  const { data, errors } = await execute(ImportJobDocument, { id: held.id, token: held.token, first });
  expect(errors).toEqual([]);
  const job = data.job;
  if (job?.kind !== "IMPORT" || !("rows" in job)) throw new Error("No import");
  return {
    ...job,
    nodes: job.rows.edges.map(({ node }) => node),
    counts: Object.fromEntries(job.outcomeCounts.map(({ outcome, count }) => [outcome, count])),
  };
}

export type Seen = JobProgressSubscription["jobProgress"];

/** Watches a job with the graphql-sse client, in distinct connections mode, until the stream ends or `until` holds. */
export async function watch(
  held: Pick<Held, "id" | "token">,
  { after, until }: { after?: number; until?: (event: Seen) => boolean } = {},
): Promise<Seen[]> {
  const client = createClient({
    url: "http://bookstrack.example/graphql",
    fetchFn: (url: string, init: RequestInit) => exports.default.fetch(url, init),
    retryAttempts: 0,
  });
  const seen: Seen[] = [];
  const events = client.iterate<JobProgressSubscription>({
    query: print(JobProgressDocument),
    variables: { id: held.id, token: held.token, after },
  });
  for await (const { data, errors } of events) {
    if (errors) throw errors[0];
    if (!data) continue;
    seen.push(data.jobProgress);
    if (until?.(data.jobProgress)) break;
  }
  client.dispose();
  return seen;
}
