import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import books from "../../dev/local-platform/providers/books.json";
import { byIsbn } from "../../src/enrichment/cache.ts";
import { ask } from "../../src/enrichment/client.ts";
import { serviceOf } from "../../src/enrichment/services.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { freshProviders } from "../support/providers.ts";

beforeEach(freshProviders);

/** So many ask Open Library at once, with all patience; tells how many of them were really sent. */
async function sentOf(count: number, answer: () => Response) {
  const service = serviceOf(env, "OPEN_LIBRARY");
  const operation = service?.adapter.book;
  if (!service || !operation) throw new Error("not configured");
  let sent = 0;
  const asking = {
    gates: env.PROVIDER_GATES,
    cache: { read: async () => null, keep: async () => undefined },
    now: () => new Date(),
    fetch: async () => {
      sent += 1;
      return answer();
    },
  };
  const asked = books
    .slice(0, count)
    .map(({ isbn }) =>
      ask(service, operation, parseIsbn(isbn), asking, { patienceMs: 20_000, isFresh: true, kind: byIsbn }),
    );
  const answers = await Promise.all(asked);
  return { sent, closed: answers.filter(({ closedUntil }) => closedUntil !== null).length };
}

it("those who wait in the pace do not pass a circuit that opens meanwhile", async () => {
  expect(await sentOf(9, () => new Response("{}", { status: 500 }))).toEqual({ sent: 5, closed: 4 });
}, 10_000);

it("those who wait in the pace obey a 429 that another got", async () => {
  const tooMany = () => new Response("{}", { status: 429, headers: { "retry-after": "60" } });
  expect(await sentOf(4, tooMany)).toEqual({ sent: 1, closed: 3 });
}, 10_000);

it("an eviction forgets neither the pace nor what the service said", async () => {
  const gate = env.PROVIDER_GATES.get(env.PROVIDER_GATES.idFromName("ISBNDB"));
  const first = await gate.admit("ISBNDB", 10_000);
  await evictDurableObject(gate);
  expect(await gate.admit("ISBNDB", 0)).toMatchObject({ go: false });
  if (!first.go) throw new Error("refused");
  await gate.report({ kind: "told-to-wait", retryAt: Date.now() + 60_000 }, first.ticket);
  await evictDurableObject(gate);
  expect((await gate.look()).isOpenForRequests).toBe(false);
});
