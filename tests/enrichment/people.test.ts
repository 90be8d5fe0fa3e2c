import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type EditionRecord, editionRecord } from "../../src/books/record.ts";
import { knownEdition, saveMerged } from "../../src/enrichment/edition-store.ts";
import { mergeEdition } from "../../src/enrichment/merge.ts";
import type { AuthorIdentifiers, ProviderRecord } from "../../src/enrichment/providers/provider.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { execute } from "../support/api.ts";
import { BookDocument, FindAuthorsDocument, PutAuthorDocument } from "../support/operations.gen.ts";

const editor = { "x-api-key": "an-editor's-key" };

/** Open Library says this of an edition; the merge decides and writes. */
async function tell(
  isbn: string,
  names: string | string[],
  ids: Partial<AuthorIdentifiers> = {},
  more: Partial<EditionRecord> = {},
) {
  const credits = [names].flat();
  const authors = credits.map((name) => ({
    ...{ name, openLibrary: null, wikidata: null, birthYear: null, deathYear: null },
    ...ids,
  }));
  const record: ProviderRecord = {
    ...editionRecord({ title: `Title of ${isbn}`, isbn: parseIsbn(isbn), ...more }),
    contributors: credits.map((name) => ({ name, role: "AUTHOR" })),
    provider: "OPEN_LIBRARY",
    reference: isbn,
    identifiers: {
      openLibraryWork: null,
      openLibraryEdition: null,
      googleVolume: null,
      otherIsbns: [],
      authors,
    },
    raw: null,
  };
  const db = new RequestDatabase(env.DB);
  const merged = mergeEdition(await knownEdition(db, parseIsbn(isbn)), [record]);
  if (!merged) throw new Error("nothing merged");
  await saveMerged(db, parseIsbn(isbn), merged, new Date(), { edition: null, work: null, authors });
  const { data } = await execute(BookDocument, { isbn });
  const people = data.book?.contributors ?? [];
  return { ids: people.map(({ author }) => author.id), work: data.book?.work, people };
}

describe("authors across sources", () => {
  it("are one by an identifier, however the name is spelt, and no second author is left behind", async () => {
    const one = await tell("9780140449136", "Fyodor Dostoevsky", { openLibrary: "OL22242A" });
    const other = await tell("9780141439518", "Fedor Dostojewski", { openLibrary: "OL22242A" });
    expect(other.ids).toEqual(one.ids);
    expect(other.people[0]?.creditedAs).toBe("Fedor Dostojewski");
    const { data } = await execute(FindAuthorsDocument, { query: "dostojewski" });
    expect(data.authors.edges).toEqual([]);
  });

  it("are two when their birth years tell, and each is found again", async () => {
    const elder = await tell("9780451524935", "David Mitchell", { birthYear: 1936 });
    const younger = await tell("9780060850524", "David Mitchell", { birthYear: 1969 });
    expect(younger.ids).not.toEqual(elder.ids);
    expect((await tell("9780547928227", "David Mitchell", { birthYear: 1969 })).ids).toEqual(younger.ids);
    expect((await tell("9780441172719", "David Mitchell", { birthYear: 1935 })).ids).toEqual(elder.ids);
  });

  it("are one by name where nothing else is known", async () => {
    const one = await tell("9780743273565", "Mitchell, Margaret");
    expect((await tell("9780141441146", "Margaret Mitchell")).ids).toEqual(one.ids);
  });

  it("stay apart where an editor split them, also when the credit is spelt anew", async () => {
    const isbn = "9780142437230";
    await tell(isbn, "J. Smith");
    const input = { name: "J. Smith", birthYear: 1950, isbns: [isbn] };
    const { data } = await execute(PutAuthorDocument, { input } as never, editor);
    const again = await tell(isbn, "J Smith", { openLibrary: "OL1A" }, { publisher: "A better record" });
    expect(again.ids).toEqual([data.putAuthor.id]);
  });

  it("do not grow by repetition", async () => {
    const once = await tell("9780679720201", ["A One", "B Two"]);
    const twice = await tell("9780679720201", ["B Two", "A One"]);
    expect(twice.ids.toSorted()).toEqual(once.ids.toSorted());
  });
});
