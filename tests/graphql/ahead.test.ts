import { beforeAll, expect, it } from "vitest";
import { send } from "../support/api.ts";
import { shelve, theHobbit } from "../support/library.ts";

beforeAll(() => shelve());

it("tells a wrong argument below a book where it stands, and answers the rest", async () => {
  const { data, errors } = await send<{ book: null }>(
    `{ book(isbn: "${theHobbit.isbn}") { title work { editions(first: 0) { edges { node { isbn } } } } } }`,
  );
  expect(errors).toMatchObject([
    { path: ["book", "work", "editions"], extensions: { code: "BAD_USER_INPUT", argument: "first" } },
  ]);
  expect(data.book).toBeNull();
});

it("loads nothing for a book that nobody has", async () => {
  const { data, errors } = await send(
    `{ book(isbn: "9780306406157") { contributors { role } work { title } } }`,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({ book: null });
});

it("tells two pages of one work's editions apart", async () => {
  const { data, errors } = await send<{ book: { work: Record<"all" | "german", { edges: unknown[] }> } }>(
    `{ book(isbn: "${theHobbit.isbn}") { work {
      all: editions { edges { node { isbn } } }
      german: editions(language: "de") { edges { node { isbn } } }
    } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.book.work.all.edges).toHaveLength(2);
  expect(data.book.work.german.edges).toHaveLength(1);
});
