import { beforeAll, describe, expect, it } from "vitest";
import { execute } from "../support/api.ts";
import { derHobbit, shelve, theHobbit } from "../support/library.ts";
import { PutAuthorDocument, PutEditionDocument, PutWorkDocument } from "../support/operations.gen.ts";

const editor = { "x-api-key": "an-editor's-key" };

beforeAll(() => shelve());

async function put(input: object) {
  const { data, errors } = await execute(PutEditionDocument, { input } as never, editor);
  expect(errors).toEqual([]);
  return data.putEdition;
}

describe("putEdition", () => {
  it("makes an edition, the same one when it comes twice, and never erases", async () => {
    const input = {
      isbn: "0-7356-1967-0",
      title: "By Hand",
      pageCount: 12,
      contributors: [{ name: "Ed Itor", role: "AUTHOR" }],
    };
    const made = await put(input);
    expect(made).toMatchObject({
      isbn: "9780735619678",
      title: "By Hand",
      contributors: [{ creditedAs: "Ed Itor" }],
    });
    expect(await put(input)).toEqual(made);
    expect(await put({ isbn: input.isbn, description: "Now with words.", title: "" })).toMatchObject({
      title: "By Hand",
      pageCount: 12,
      description: "Now with words.",
    });
  });

  it("wants a title for an edition that is not there", async () => {
    const { errors } = await execute(PutEditionDocument, { input: { isbn: "9780140449136" } }, editor);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "input.title" } }]);
  });

  it("refuses a book without pages", async () => {
    const input = { isbn: "9780140449136", title: "x", pageCount: 0 };
    const { errors } = await execute(PutEditionDocument, { input }, editor);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "input.pageCount" } }]);
  });

  it("needs a key", async () => {
    const { errors } = await execute(PutEditionDocument, { input: { isbn: "9780140449136", title: "x" } });
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });
});

describe("what matching made one", () => {
  it("two works are told apart by putWork", async () => {
    const input = { title: "The Hobbit, Retold", isbns: [derHobbit.isbn] };
    const { data, errors } = await execute(PutWorkDocument, { input } as never, editor);
    expect(errors).toEqual([]);
    expect(data.putWork).toMatchObject({
      title: "The Hobbit, Retold",
      authors: [{ name: "J. R. R. Tolkien" }],
    });
    expect(data.putWork.editions.edges.map(({ node }) => node.isbn)).toEqual([derHobbit.isbn]);
    await shelve([derHobbit]);
    expect((await put({ isbn: derHobbit.isbn, pageCount: 389 })).work.id).toBe(data.putWork.id);
  });

  it("two namesakes are told apart by putAuthor, and stay apart", async () => {
    const input = { name: "J. R. R. Tolkien", birthYear: 1999, isbns: [theHobbit.isbn] };
    const { data, errors } = await execute(PutAuthorDocument, { input } as never, editor);
    expect(errors).toEqual([]);
    expect(data.putAuthor).toMatchObject({
      birthYear: 1999,
      books: { edges: [{ node: { isbn: theHobbit.isbn } }] },
    });
    const book = await put({ isbn: theHobbit.isbn, pageCount: 311 });
    expect(book.contributors[0]?.author.id).toBe(data.putAuthor.id);
  });
});
