import { describe, expect, it } from "vitest";
import { googleBooks } from "../../src/enrichment/providers/google-books.ts";
import { answer, config, isbn, only } from "./played.ts";

const asked = isbn("9780141439518");

describe("Google Books", () => {
  const volume = (info: Record<string, unknown>) => ({
    kind: "books#volumes",
    totalItems: 1,
    items: [{ id: "vol1", volumeInfo: info }],
  });
  const ids = [{ type: "ISBN_10", identifier: "0141439513" }];

  it("is asked with the key and for one ISBN", () => {
    const request = googleBooks.book?.request(asked, { ...config("google-books"), apiKey: "k&y" });
    const url = new URL(request?.url ?? "");
    expect(url.searchParams.get("q")).toBe("isbn:9780141439518");
    expect(url.searchParams.get("key")).toBe("k&y");
    expect(request?.headers["user-agent"]).toContain("books@example.org");
    const keyless = googleBooks.book?.request(asked, { ...config("google-books"), apiKey: null });
    expect(new URL(keyless?.url ?? "").searchParams.has("key")).toBe(false);
  });

  it("is asked for words that cannot break out of their quotation marks", () => {
    const question = { title: 'A "B', author: "C", isbn: null, limit: 400 };
    const url = new URL(googleBooks.search?.request(question, config("google-books")).url ?? "");
    expect(url.searchParams.get("q")).toBe('intitle:"A  B" inauthor:"C"');
    expect(url.searchParams.get("maxResults")).toBe("40");
  });

  it("loses a bad field and keeps the record", () => {
    const info = {
      title: "A Book",
      authors: "Doe, Jane",
      pageCount: "many",
      description: { type: "text", value: "Words" },
      language: 7,
      publishedDate: 1999,
      imageLinks: "none",
      categories: [1, null, "Fiction"],
      industryIdentifiers: [...ids, null, { type: "OTHER", identifier: "UOM:1" }],
    };
    expect(only(googleBooks.book?.read(answer(volume(info)), asked))).toMatchObject({
      isbn: asked,
      title: "A Book",
      contributors: [{ name: "Jane Doe", role: "AUTHOR" }],
      pageCount: null,
      description: "Words",
      language: null,
      publishedOn: "1999",
      subjects: ["Fiction"],
      reference: "vol1",
    });
  });

  it("does not pass another book off as the one asked for", () => {
    const other = volume({
      title: "Another",
      industryIdentifiers: [{ type: "ISBN_13", identifier: "9780140449136" }],
    });
    expect(googleBooks.book?.read(answer(other), asked)).toMatchObject({ outcome: "not-found" });
    expect(googleBooks.book?.read(answer(volume({ title: "No ISBN" })), asked)).toMatchObject({
      outcome: "not-found",
    });
  });

  it("knows nothing", () => {
    expect(googleBooks.book?.read(answer({ kind: "books#volumes", totalItems: 0 }), asked)).toMatchObject({
      outcome: "not-found",
    });
    expect(googleBooks.book?.read(answer(volume({ industryIdentifiers: ids })), asked)).toMatchObject({
      outcome: "not-found",
    });
  });
});
