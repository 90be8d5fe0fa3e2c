/** What queues give up on, kept where an operator looks. */

/** Keeps the messages of a dead-letter queue, a message that comes twice once. Acknowledging is the caller's. */
export async function keepDeadLetters(
  batch: MessageBatch<unknown>,
  database: D1Database,
  now: () => Date,
): Promise<void> {
  const queue = batch.queue.replace(/^bookstrack-|-dead$/g, "");
  const letters = batch.messages.map(({ id, body }) => ({ id, body: JSON.stringify(body) }));
  await database
    .prepare(
      `INSERT INTO dead_letters (id, queue, body, error, at)
       SELECT value ->> 'id', ?2, value ->> 'body', 'Every retry failed', ?3 FROM json_each(?1) WHERE true
           ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(letters), queue, now().toISOString())
    .run();
}
