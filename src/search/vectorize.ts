/**
 * Keeps the vector index true. Whoever writes books says which; the queue's consumer embeds those whose text the index
 * does not hold, by a hash of model and text, and removes the vectors of books that are gone. Twice is the same as once.
 */
import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { RequestDatabase } from "../platform/d1.ts";
import { inTime, soon } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import type { EmbeddingModel, VectorIndex, VectorMetadata } from "../platform/models.ts";
import { embeddingModel, embedTexts, indexModelKey } from "./embedding.ts";

/** What travels on the embedding queue: up to 100 books that may have changed. */
export const embeddingMessage = z.object({
  isbns: z.array(z.string()).check(z.minLength(1), z.maxLength(100)),
});
export type EmbeddingMessage = z.output<typeof embeddingMessage>;

type Bindings = Pick<Env, "DB" | "CACHE" | "AI" | "BOOK_VECTORS">;

/** Says that books may have changed, in messages of a hundred. What cannot be said now, the next sweep finds. */
export async function booksChanged(queue: Queue, isbns: readonly string[]): Promise<void> {
  const messages: { body: EmbeddingMessage }[] = [];
  for (let start = 0; start < isbns.length; start += 100)
    messages.push({ body: { isbns: isbns.slice(start, start + 100) } });
  for (let start = 0; start < messages.length; start += 100)
    await soon("embedding.not_queued", queue.sendBatch(messages.slice(start, start + 100)));
}

/** Each message by itself; what fails is tried again later, and at last lies in the dead letters. */
export async function consumeEmbeddings(
  batch: MessageBatch<unknown>,
  env: Bindings,
  now: () => Date,
): Promise<void> {
  for (const message of batch.messages) {
    try {
      const body = embeddingMessage.safeParse(message.body).data;
      if (body) await vectorize(env, body.isbns, now());
      message.ack();
    } catch (error) {
      logError("embedding.failed", error, { attempts: message.attempts });
      message.retry({ delaySeconds: Math.min(10 * 2 ** message.attempts, 3_600) });
    }
  }
}

type Text = {
  isbn: string;
  text: string;
  hash: string | null;
  language: string;
  year: number;
  format: string;
};

/** Brings the index up to date for up to 100 books; returns how many were embedded. */
export async function vectorize(env: Bindings, isbns: readonly string[], now: Date): Promise<number> {
  const [ai, index]: [EmbeddingModel, VectorIndex] = [env.AI, env.BOOK_VECTORS];
  const db = new RequestDatabase(env.DB);
  const books = await db.all<Text>(texts, JSON.stringify(isbns));
  const gone = isbns.filter((isbn) => !books.some((book) => book.isbn === isbn));
  if (gone.length > 0) await index.deleteByIds(gone);
  const model = (await env.CACHE.get(indexModelKey)) ?? embeddingModel;
  const stale = books.filter(({ text, hash }) => hash !== hashOf(model, text));
  if (stale.length === 0) return 0;
  const embedded = await embedTexts(
    ai,
    stale.map(({ text }) => text),
  );
  if (embedded.model !== model) await env.CACHE.put(indexModelKey, embedded.model);
  await index.upsert(
    stale.map(({ isbn, language, year, format }, place) => {
      const metadata: VectorMetadata = { language, year, format };
      return { id: isbn, values: embedded.vectors[place] ?? [], metadata };
    }),
  );
  const hashes = stale.map(({ isbn, text }) => ({ isbn, hash: hashOf(embedded.model, text) }));
  await db.write([
    db.prepare(
      `UPDATE books SET embedding_hash = done.value ->> 'hash', vectorized_at = ?2
         FROM json_each(?1) AS done WHERE books.isbn = done.value ->> 'isbn'`,
      JSON.stringify(hashes),
      now.toISOString(),
    ),
  ]);
  return stale.length;
}

/** Books a sweep looks at; the next one goes on. */
const sweepSize = 5_000;

/**
 * Finds books that the index lacks or holds from another model, and says so to the queue. Nothing is removed meanwhile:
 * a new model replaces the old one's vectors one by one.
 */
export async function sweep(env: Pick<Env, "AI" | "DB" | "CACHE" | "EMBEDDING_QUEUE">): Promise<number> {
  const db = new RequestDatabase(env.DB);
  const held = (await env.CACHE.get(indexModelKey)) ?? embeddingModel;
  // Only an answer tells which model answers now. While none does, the books wait for the next sweep.
  const { model } = await inTime("The embedding model", embedTexts(env.AI, ["a book"]));
  if (model !== held) await env.CACHE.put(indexModelKey, model);
  const prefix = `${model} `;
  const stale = await db.all<{ isbn: string }>(
    `SELECT isbn FROM books WHERE embedding_hash IS NULL
      UNION ALL SELECT isbn FROM books WHERE embedding_hash < ?1 OR embedding_hash > ?2 LIMIT ?3`,
    prefix,
    `${prefix}~`,
    sweepSize,
  );
  await booksChanged(
    env.EMBEDDING_QUEUE,
    stale.map(({ isbn }) => isbn),
  );
  return stale.length;
}

function hashOf(model: string, text: string): string {
  return `${model} ${createHash("sha256").update(text).digest("base64url")}`;
}

// Title, contributors, subjects and description; what filters narrow by travels beside the vector.
const texts = `
  SELECT isbn,
         concat_ws(char(10), title, subtitle,
                   (SELECT group_concat(credited_as, ', ') FROM (SELECT credited_as FROM book_authors
                     WHERE book_authors.isbn = books.isbn ORDER BY position)),
                   (SELECT group_concat(value, ', ') FROM json_each(subjects)), description) AS text,
         embedding_hash AS hash, coalesce(substr(language, 1, instr(language || '-', '-') - 1), '') AS language,
         CAST(coalesce(substr(published_on, 1, 4), 0) AS INTEGER) AS year, coalesce(format, '') AS format
    FROM books WHERE isbn IN (SELECT value FROM json_each(?))`;
