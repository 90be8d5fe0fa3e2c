import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { writeCounters } from "../../src/platform/counters.ts";
import { execute, send } from "../support/api.ts";
import { deliver, holdQueue, look, startText, watch } from "../support/imports.ts";
import { shelve } from "../support/library.ts";
import { OperationsDocument, ReplayDeadLettersDocument } from "../support/operations.gen.ts";
import { deliverEmbedding } from "../support/platform.ts";
import { freshProviders } from "../support/providers.ts";

const admin = { "x-api-key": env.ADMIN_API_KEY };

/** The operator's page. */
async function operations() {
  const { data, errors } = await execute(OperationsDocument, {}, admin);
  expect(errors).toEqual([]);
  return data.operations;
}
const letters = async () => (await operations()).deadLetters.edges.map(({ node }) => node);
const caches = async () => {
  await writeCounters(env.DB, new Date());
  return Object.fromEntries(
    (await operations()).caches.map(({ name, hits, misses }) => [name, [hits, misses]]),
  );
};

beforeEach(async () => {
  await freshProviders();
  await env.DB.prepare("DELETE FROM dead_letters").run();
});

describe("the caches", () => {
  it("count what they had and what they had not: queries that were embedded", async () => {
    await shelve();
    await deliverEmbedding({ isbns: ["9780261102217"] });
    const [hits = 0, misses = 0] = (await caches()).embeddings ?? [];
    const search = '{ search(query: "a whale and a captain", mode: SEMANTIC) { tookMs } }';
    await send(search);
    await send(search);
    expect((await caches()).embeddings).toEqual([hits + 1, misses + 1]);
  });

  it("count what they had and what they had not: answers of the book services", async () => {
    const [hits = 0, misses = 0] = (await caches()).answers ?? [];
    const asked =
      '{ providerSearch(title: "A book that nobody asked for yet", author: "Somebody") { title } }';
    await send(asked);
    const [, missesAfter = 0] = (await caches()).answers ?? [];
    expect(missesAfter).toBeGreaterThan(misses);
    await send(asked);
    expect((await caches()).answers?.[0]).toBeGreaterThan(hits);
  });
});

it("the enrichment queue tells what waits and since when", async () => {
  await env.DB.prepare(
    `INSERT INTO enrichment_requests (id, entity, "key", priority, status, not_before, created_at)
     VALUES ('r1', 'EDITION', '9780261102217', 5, 'QUEUED', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
  ).run();
  expect((await operations()).enrichmentQueue).toMatchObject({
    pending: 1,
    oldestPendingAt: "2026-01-01T00:00:00.000Z",
  });
});

describe("a dead letter", () => {
  const csv = "Title,Author\nA Book of Its Own,Somebody\nAnother Book,Somebody\n";

  it("that an admin puts back does the work it died of, once", async () => {
    const queue = holdQueue();
    const held = await startText(csv);
    await deliver(queue.sent.splice(0));
    const [slice] = queue.sent.splice(0);
    await deliver([slice], "bookstrack-imports-dead");
    expect(await look(held)).toMatchObject({ status: "COMPLETED", counts: { FAILED: 2 } });
    const [letter] = await letters();
    expect(letter).toMatchObject({ queue: "imports", replayedAt: null });

    const ids = [letter?.id ?? ""];
    const { data, errors } = await execute(ReplayDeadLettersDocument, { ids }, admin);
    expect(errors).toEqual([]);
    expect(data.replayDeadLetters).toEqual([
      { id: ids[0], queue: "imports", replayedAt: expect.any(String) },
    ]);
    expect(await look(held)).toMatchObject({ status: "RUNNING", counts: { PENDING: 2 } });
    const again = await execute(ReplayDeadLettersDocument, { ids }, admin);
    expect(again.data).toEqual(data);
    expect(queue.sent).toEqual([slice]);

    await deliver(queue.sent.splice(0));
    queue.release();
    expect(await look(held)).toMatchObject({ status: "COMPLETED", counts: { CREATED: 2 } });
    expect((await watch(held, { after: 0 })).at(-1)).toMatchObject({ kind: "COMPLETED" });
  });

  it("of a file that was never read opens the whole job again", async () => {
    const queue = holdQueue();
    const held = await startText("Title\nRead Late\n");
    await deliver(queue.sent.splice(0), "bookstrack-imports-dead");
    expect(await look(held)).toMatchObject({ status: "FAILED" });
    const letter = (await letters()).find(({ replayedAt }) => replayedAt === null);
    queue.release();
    await execute(ReplayDeadLettersDocument, { ids: [letter?.id ?? ""] }, admin);
    await watch(held);
    expect(await look(held)).toMatchObject({ status: "COMPLETED", counts: { CREATED: 1 } });
  });

  it("is refetched by its id, by an admin only", async () => {
    await deliverEmbedding({ isbns: ["9780261102217"] }, "bookstrack-embeddings-dead");
    const [letter] = await letters();
    const query = "query ($id: ID!) { node(id: $id) { __typename id } }";
    expect((await send(query, { id: letter?.id }, admin)).data).toEqual({
      node: { __typename: "DeadLetter", id: letter?.id },
    });
    expect((await send(query, { id: letter?.id })).errors).toMatchObject([
      { extensions: { code: "UNAUTHENTICATED" } },
    ]);
  });

  it("is put back by nobody else, and only if it is one", async () => {
    const ids = [btoa("DeadLetter:none")];
    expect((await execute(ReplayDeadLettersDocument, { ids })).errors).toMatchObject([
      { extensions: { code: "UNAUTHENTICATED" } },
    ]);
    expect((await execute(ReplayDeadLettersDocument, { ids }, admin)).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", argument: "ids" } },
    ]);
    expect((await execute(ReplayDeadLettersDocument, { ids: [] }, admin)).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", argument: "ids" } },
    ]);
  });
});
