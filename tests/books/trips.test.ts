import { beforeAll, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { send } from "../support/api.ts";
import { shelve } from "../support/library.ts";

/** Fifty books with valid ISBNs, two editions a work. */
const isbns = Array.from({ length: 50 }, (_, index) => {
  const body = `97800000${String(index).padStart(4, "0")}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (1 + 2 * (place % 2)), 0);
  return parseIsbn(body + String((10 - (sum % 10)) % 10));
});

beforeAll(() =>
  shelve(
    isbns.map((isbn, index) =>
      editionRecord({
        isbn,
        title: `Novel ${index >> 1}`,
        contributors: [{ name: `Author ${(index >> 1) % 7}`, role: "AUTHOR" }],
        work: {
          title: `Novel ${index >> 1}`,
          description: null,
          originalLanguage: null,
          firstPublishedYear: null,
        },
      }),
    ),
  ),
);

const everything = `{
  title
  contributors { role author { name } }
  work { title authors { name } editions { edges { node { isbn title } } } }
}`;

it.each([1, 50])(
  "asks D1 at most four times for %i books with contributors, authors, work and editions",
  async (n) => {
    const aliases = isbns.slice(0, n).map((isbn, index) => `b${index}: book(isbn: "${isbn}") ${everything}`);
    const { data, errors, trips } = await send<Record<string, { work: { editions: { edges: unknown[] } } }>>(
      `{ ${aliases.join("\n")} }`,
    );
    expect(errors).toEqual([]);
    expect(Object.keys(data)).toHaveLength(n);
    expect(data.b0?.work.editions.edges).toHaveLength(2);
    expect(trips).toBeGreaterThan(0);
    expect(trips).toBeLessThanOrEqual(4);
  },
);
