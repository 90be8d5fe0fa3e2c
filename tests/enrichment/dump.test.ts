import { describe, expect, it } from "vitest";
import { dumpedEdition, readDumpLine } from "../../src/enrichment/dump.ts";

const line = (type: string, key: string, data: object) =>
  `/type/${type}\t${key}\t3\t2020-01-01T00:00:00\t${JSON.stringify(data)}`;

describe("a line of an Open Library dump", () => {
  it.each([
    ["five columns", "/type/edition\t/books/OL1M", "five columns"],
    ["JSON", "/type/edition\t/books/OL1M\t1\t2020\t{broken", "not JSON"],
    ["a title", line("edition", "/books/OL1M", { isbn_13: ["9780140449136"] }), "title"],
  ])("without %s is rejected with the reason", (_what, text, reason) => {
    expect(readDumpLine(text)).toContain(reason);
  });

  it("of another kind is passed over", () => {
    expect(readDumpLine(line("redirect", "/books/OL1M", { location: "/books/OL2M" }))).toBeNull();
  });

  it("loses a field that is odd, and not the record", () => {
    const record = readDumpLine(
      line("edition", "/books/OL1M", { title: "Odd", number_of_pages: "many", subjects: "x" }),
    );
    expect(record).toMatchObject({
      kind: "edition",
      data: { title: "Odd", number_of_pages: null, subjects: [] },
    });
  });

  it("becomes an edition with what its work and authors say", () => {
    const read = readDumpLine(
      line("edition", "/books/OL1M", {
        title: "Der Prozess",
        isbn_10: ["3596181119"],
        languages: [{ key: "/languages/ger" }],
        publish_date: "June 1997",
        covers: [-1, 42],
        works: [{ key: "/works/OL1W" }],
      }),
    );
    if (typeof read !== "object" || read?.kind !== "edition") throw new Error("no edition");
    const work = readDumpLine(
      line("work", "/works/OL1W", {
        title: "The Trial",
        description: { value: "Somebody…" },
        first_publish_date: "1925",
      }),
    );
    if (typeof work !== "object" || work?.kind !== "work") throw new Error("no work");
    expect(dumpedEdition(read, { work: work.data, authors: ["Franz Kafka"] })).toMatchObject({
      isbn: "9783596181117",
      title: "Der Prozess",
      language: "de",
      publishedOn: "1997-06",
      cover: { large: "https://covers.openlibrary.org/b/id/42-L.jpg" },
      contributors: [{ name: "Franz Kafka", role: "AUTHOR" }],
      work: { title: "The Trial", description: "Somebody…", firstPublishedYear: 1925 },
    });
  });

  it("without an ISBN is no edition of this catalogue", () => {
    const read = readDumpLine(line("edition", "/books/OL1M", { title: "Old" }));
    if (typeof read !== "object" || read?.kind !== "edition") throw new Error("no edition");
    expect(dumpedEdition(read, { work: null, authors: [] })).toBeNull();
  });
});
