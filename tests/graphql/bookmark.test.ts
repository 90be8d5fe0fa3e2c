import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { execute } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import { BookDocument, EnrichBookDocument, PutEditionDocument } from "../support/operations.gen.ts";
import { freshProviders } from "../support/providers.ts";

const header = "x-d1-bookmark";
const isbn = "9780140449136";
const editor = { "x-api-key": "an-editor's-key" };

const opened = vi.spyOn(Object.getPrototypeOf(env.DB), "withSession");
afterEach(() => opened.mockClear());

/** What each session was opened with, in order. */
const constraints = () => opened.mock.calls.map(([constraint]) => constraint);

describe("the bookmark", () => {
  it("of a mutation, sent along with a query, has it read a database that has the mutation", async () => {
    await shelve();
    const put = await execute(PutEditionDocument, { input: { isbn, title: "Written just now" } }, editor);
    const bookmark = put.headers.get(header) ?? "";
    expect(bookmark).toMatch(/^[0-9a-f-]+$/);
    opened.mockClear();
    const { data, headers } = await execute(BookDocument, { isbn }, { [header]: bookmark });
    expect(data.book?.title).toBe("Written just now");
    expect(constraints()).toEqual([bookmark]);
    expect((headers.get(header) ?? "") >= bookmark).toBe(true);
  });

  it.each([
    ["none", {}],
    ["nonsense", { [header]: "'; DROP TABLE books" }],
    ["the name of a constraint", { [header]: "first-primary" }],
  ])("when there is %s is not passed on: the nearest replica answers", async (_what, headers) => {
    const { errors } = await execute(BookDocument, { isbn }, headers);
    expect(errors).toEqual([]);
    expect(constraints()).toEqual(["first-unconstrained"]);
  });
});

it("a scan reads from the primary what its enrichment has written", async () => {
  await freshProviders();
  const { data } = await execute(EnrichBookDocument, { isbn: "9780451524935" });
  expect(data.enrichBook).toMatchObject({ book: { isbn: "9780451524935" } });
  expect(constraints().at(-1)).toBe("first-primary");
});
