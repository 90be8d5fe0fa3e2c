/** What holds for every input, not only for those that somebody thought of. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { decodeCursor, encodeCursor } from "../../src/cursor.ts";
import { readCsv } from "../../src/imports/csv.ts";
import { decodeText } from "../../src/imports/decode.ts";
import { isbn10Of, isbnOrNull, parseIsbn } from "../../src/isbn.ts";
import { parsePartialDate } from "../../src/partial-date.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { allWords, wordsOf } from "../../src/search/words.ts";
import { send } from "../support/api.ts";

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());

describe("an ISBN", () => {
  const isbns = digits(9).map((body) => {
    const isbn = Array.from({ length: 10 }, (_, check) => isbnOrNull(`978${body}${check}`));
    return isbn.find((one) => one !== null) ?? parseIsbn("9780306406157");
  });

  it("is read the same in every spelling, and back from its ISBN-10", () => {
    fc.assert(
      fc.property(isbns, fc.array(fc.nat(12)), fc.constantFrom("-", " ", "–"), (isbn, places, mark) => {
        const spelt = [...isbn]
          .map((digit, index) => (places.includes(index) ? digit + mark : digit))
          .join("");
        expect(parseIsbn(` ${spelt} `)).toBe(isbn);
        expect(parseIsbn(isbn10Of(isbn) ?? "")).toBe(isbn);
      }),
    );
  });

  it("with one digit changed, or two neighbours that differ by other than five swapped, is none", () => {
    fc.assert(
      fc.property(
        isbns,
        fc.integer({ min: 3, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (isbn, place, by) => {
          const changed = [...isbn].map((digit, index) =>
            index === place ? String((Number(digit) + by) % 10) : digit,
          );
          expect(isbnOrNull(changed.join(""))).toBeNull();
        },
      ),
    );
  });

  it("or null is what any text is, and it never throws", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const isbn = isbnOrNull(text);
        expect(isbn === null || /^97[89]\d{10}$/.test(isbn)).toBe(true);
      }),
    );
  });
});

describe("a partial date", () => {
  it("is a prefix of a day of the calendar, or null, for any text", () => {
    const texts = fc.oneof(anyText, fc.stringMatching(/^[0-9]{1,4}[-/. ][0-9]{1,2}([-/. ][0-9]{1,4})?$/));
    fc.assert(
      fc.property(texts, (text) => {
        const date = parsePartialDate(text);
        if (date === null) return;
        expect(date).toMatch(/^\d{4}(-\d{2}(-\d{2})?)?$/);
        const [year = "", month = "01", day = "01"] = date.split("-");
        expect(new Date(`${year}-${month}-${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(
          `${year}-${month}-${day}`,
        );
        expect(parsePartialDate(date)).toBe(date);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a cursor", () => {
  const key = z.tuple([z.number(), z.string()]);

  it("gives back what was packed into it", () => {
    fc.assert(
      fc.property(fc.integer(), anyText, (number, text) => {
        // A lone half of a character is none in UTF-8.
        const whole = text.toWellFormed();
        expect(decodeCursor(encodeCursor([number, whole]), key)).toEqual([number, whole]);
      }),
    );
  });

  it("that nobody made is refused by name, whatever it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(() => decodeCursor(text, key)).toThrowError(/^after: /);
      }),
    );
  });
});

describe("CSV", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('a "quoted" cell', "two\nlines", "a,b;c\td", '="0123"', "", " ", "Ünïcode 書"),
  );

  it("that Papa Parse writes is read back, row by row", () => {
    const rows = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.array(fc.array(fc.stringMatching(/^[\w ,"\n']{1,20}$/), { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 20,
      }),
    );
    fc.assert(
      fc.property(rows, (table) => {
        const told = table.filter((row) => row.some((value) => value.trim() !== ""));
        const header = told[0]?.map((_, index) => `column ${index}`) ?? [];
        const csv = Papa.unparse([header, ...told], { delimiter: ",", newline: "\r\n" });
        const read = [...(readCsv(csv)?.batches(7) ?? [])].flat();
        expect(read.map(({ cells }) => cells.map((value) => value.trim()))).toEqual(
          told.map((row) => row.map((value) => value.trim())),
        );
      }),
    );
  });

  it("of any cells has rows as wide as its header, in the order of their lines", () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 20 }), (table) => {
        const read = readCsv(table.map((row) => row.join(",")).join("\n"));
        const rows = [...(read?.batches(5) ?? [])].flat();
        for (const row of rows) expect(row.cells).toHaveLength(read?.header.length ?? -1);
        const lines = rows.map(({ line }) => line);
        expect(lines).toEqual(lines.toSorted((one, other) => one - other));
        expect(new Set(lines).size).toBe(lines.length);
      }),
    );
  });

  it("of any bytes is read or refused with a reason", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const decoded = decodeText(bytes);
        if (!decoded.ok) expect(decoded.reason).not.toBe("");
        const table = decoded.ok ? readCsv(decoded.text) : null;
        for (const batch of table?.batches(10) ?? []) expect(batch.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("the search parser", () => {
  it("makes of any text an expression that FTS5 accepts, or refuses the text by name", async () => {
    const db = new RequestDatabase(env.DB);
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const words = text.match(/[\p{L}\p{N}\p{M}]+/gu);
        if (words)
          await db.all("SELECT rowid FROM book_search WHERE book_search MATCH ? LIMIT 1", allWords(words));
        else expect(() => wordsOf("query", text)).toThrowError(/^query: /);
      }),
      { numRuns: 60 },
    );
  });

  it("answers or refuses any query over the API, and never fails", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (query) => {
        const { errors, status } = await send(
          "query ($query: String!) { search(query: $query, first: 3) { totalCount edges { highlight } } suggest(prefix: $query) { text } }",
          { query },
          {
            "cf-connecting-ip": `10.${Array.from({ length: 3 }, () => Math.floor(Math.random() * 256)).join(".")}`,
          },
        );
        expect(status).toBeLessThan(500);
        for (const { extensions } of errors) expect(extensions?.code).toBe("BAD_USER_INPUT");
      }),
      { numRuns: 60 },
    );
  });
});
