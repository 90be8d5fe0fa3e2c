import { describe, expect, it } from "vitest";
import { hyphenated, isbn10Of, parseIsbn } from "../src/isbn.ts";

describe("parseIsbn", () => {
  it.each([
    ["9780735619678", "9780735619678"],
    ["0-7356-1967-0", "9780735619678"],
    ["0-304-33376-x", "9780304333769"],
    ["978 4 87311 336 4", "9784873113364"],
    [" 979-10-91146-13-5 ", "9791091146135"],
    ["978‑0‑7356‑1967‑8", "9780735619678"],
  ])("reads %s", (spelling, isbn) => {
    expect(parseIsbn(spelling)).toBe(isbn);
  });

  it.each([
    ["", "10 or 13 digits"],
    ["97807356196", "10 or 13 digits"],
    ["4036526651248", "978 or 979"],
    ["9784873113360", "checksum"],
    ["4873113360", "checksum"],
  ])("refuses %j and says why", (text, reason) => {
    expect(() => parseIsbn(text)).toThrow(reason);
  });
});

it("gives the ISBN-10 of a 978 edition and none for 979", () => {
  expect(isbn10Of(parseIsbn("9780304333769"))).toBe("030433376X");
  expect(isbn10Of(parseIsbn("9791091146135"))).toBeNull();
});

it("hyphenates by the agency's ranges", () => {
  expect(hyphenated(parseIsbn("9783642387456"))).toBe("978-3-642-38745-6");
});
