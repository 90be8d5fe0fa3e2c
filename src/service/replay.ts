/** Puts dead letters back on their queues, once an operator has mended what killed them. */
import * as z from "zod/mini";
import { badUserInput } from "../errors.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { type DeadLetter, deadLettersById } from "./store.ts";

type Bindings = Pick<Env, "IMPORT_QUEUE" | "EMBEDDING_QUEUE" | "ENRICHMENT_QUEUE" | "JOBS">;

const queueOf = (env: Bindings, name: string): Queue | undefined =>
  ({ imports: env.IMPORT_QUEUE, embeddings: env.EMBEDDING_QUEUE, enrichment: env.ENRICHMENT_QUEUE })[name];

/** What a message says of its job, whichever queue it was on; without lines it was about the whole job. */
const jobMessage = z.object({ jobId: z.string(), from: z.optional(z.int()), to: z.optional(z.int()) });

/**
 * Sends each letter once, its job's failed rows opened again, and answers with all of them in the order asked. One that was
 * sent before stays as it is; one that dies again is a new letter. Consumers do the same work only once, so that a letter
 * whose sending could not be noted may safely be sent again.
 * @throws BAD_USER_INPUT for an id that is no letter's; nothing has been sent then.
 */
export async function replayDeadLetters(
  env: Bindings,
  db: RequestDatabase,
  ids: readonly string[],
  now: Date,
): Promise<DeadLetter[]> {
  const letters = await deadLettersById(db, ids);
  const known = new Map(letters.map((letter) => [letter.id, letter]));
  for (const id of ids) if (!known.has(id)) throw badUserInput("ids", `${id} is no dead letter`);
  for (const letter of letters) {
    if (letter.replayed_at !== null) continue;
    const queue = queueOf(env, letter.queue);
    if (!queue) throw new Error(`There is no queue ${letter.queue}`);
    const body: unknown = JSON.parse(letter.body);
    await reopenJob(env, body);
    await queue.send(body);
    letter.replayed_at = now.toISOString();
    await db.write([
      db.prepare("UPDATE dead_letters SET replayed_at = ? WHERE id = ?", letter.replayed_at, letter.id),
    ]);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

async function reopenJob(env: Bindings, body: unknown): Promise<void> {
  const message = jobMessage.safeParse(body).data;
  if (!message) return;
  const { jobId, from, to } = message;
  const slice = from === undefined || to === undefined ? null : { from, to };
  await env.JOBS.get(env.JOBS.idFromName(jobId)).reopen(slice);
}
