import { describe, expect, it } from "vitest";
import { completenessOf } from "../../src/books/completeness.ts";
import { type EditionRecord, editionRecord } from "../../src/books/record.ts";
import { type Existing, mergeEdition } from "../../src/enrichment/merge.ts";
import type { ProviderName, ProviderRecord } from "../../src/enrichment/providers/provider.ts";
import { qualityOf } from "../../src/enrichment/quality.ts";
import { isbn } from "./played.ts";

const book = isbn("9780141439518");
const cover = (url: string) => ({ small: null, medium: url, large: null });
const long = (about: string) => `${about} `.repeat(30).trim();

function said(provider: ProviderName, reference: string, known: Partial<EditionRecord>): ProviderRecord {
  return {
    ...editionRecord({ isbn: book, title: "A Book", ...known }),
    provider,
    reference,
    identifiers: {
      openLibraryWork: null,
      openLibraryEdition: null,
      googleVolume: null,
      otherIsbns: [],
      authors: [],
    },
    raw: null,
  };
}

const author = (name: string) => ({ name, role: "AUTHOR" as const });
const translator = (name: string) => ({ name, role: "TRANSLATOR" as const });

const rich = said("ISBNDB", "i", {
  publisher: "Penguin",
  publishedOn: "2002",
  pageCount: 480,
  description: long("isbndb"),
  subjects: ["Fiction"],
  language: "en",
  format: "PAPERBACK",
  cover: cover("https://example.org/i.jpg"),
  contributors: [author("Francis Scott Fitzgerald"), author("Jane Doe")],
});
const shop = said("GOOGLE_BOOKS", "g", {
  title: "A Book: Its Story",
  subtitle: "Its Story",
  publisher: "Penguin Classics",
  publishedOn: "2002-12-31",
  description: "Short.",
  subjects: ["fiction", "Courtship"],
  contributors: [author("F. Scott Fitzgerald"), author("John Roe")],
});
const library = said("OPEN_LIBRARY", "o", {
  publishedOn: "2002-12",
  description: long("open library"),
  pageCount: 999,
  subjects: ["England"],
  contributors: [translator("Jane Doe"), author("Anna Poe")],
  work: { title: null, description: null, originalLanguage: "de", firstPublishedYear: 1813 },
});
const twin = said("GOOGLE_BOOKS", "h", { ...shop, publisher: "Penguin Books", publishedOn: "2002" });

function permutations<Member>(members: Member[]): Member[][] {
  if (members.length < 2) return [members];
  return members.flatMap((member, index) =>
    permutations(members.toSpliced(index, 1)).map((rest) => [member, ...rest]),
  );
}

function merged(existing: Existing | null, ...records: ProviderRecord[]) {
  const result = mergeEdition(existing, records);
  if (result === null) throw new Error("nothing to merge");
  return result;
}

describe("quality", () => {
  it("is ISBNdb's points", () => {
    expect(qualityOf(rich)).toBe(100);
    expect(qualityOf(editionRecord({ title: "A" }))).toBe(15);
    expect(qualityOf(editionRecord({ title: "A", description: "x".repeat(100) }))).toBe(15);
    expect(qualityOf(editionRecord({ title: "A", description: "x".repeat(101) }))).toBe(30);
  });
});

describe("completeness", () => {
  it("is the share of eight fields", () => {
    expect(completenessOf(rich)).toBe(100);
    expect(completenessOf(editionRecord({ title: "A" }))).toBe(13);
    expect(completenessOf(editionRecord({ title: "A", description: "x".repeat(50) }))).toBe(13);
    expect(completenessOf(editionRecord({ title: "A", description: "x".repeat(51) }))).toBe(25);
  });
});

describe("mergeEdition", () => {
  it("gives the same result in whatever order the records come", () => {
    for (const existing of [
      null,
      { record: editionRecord({ isbn: book, title: "Old", pageCount: 3 }), provenance: {} },
    ]) {
      const results = permutations([rich, shop, library, twin]).map((records) =>
        JSON.stringify(mergeEdition(existing, records)),
      );
      expect(new Set(results).size).toBe(1);
    }
  });

  it("changes nothing when done twice", () => {
    for (const records of permutations([rich, shop, library, twin]).flatMap((all) => [
      all,
      all.slice(1),
      all.slice(2),
    ])) {
      const once = merged(null, ...records);
      const twice = merged(once, ...records);
      expect(twice.record).toEqual(once.record);
      expect(twice.provenance).toEqual(once.provenance);
      expect(twice.fieldsUpdated).toEqual([]);
      expect(merged(once, ...records.slice(0, 1)).fieldsUpdated).toEqual([]);
    }
  });

  it("takes each field from the best record that has it, and says whose it is", () => {
    const { record, provenance, fieldsUpdated } = merged(null, library, shop, rich);
    expect(record).toMatchObject({
      isbn: book,
      title: "A Book",
      publisher: "Penguin",
      pageCount: 480,
      publishedOn: "2002",
      work: { originalLanguage: "de", firstPublishedYear: 1813 },
    });
    expect(provenance.publisher).toEqual({ provider: "ISBNDB", reference: "i", quality: 100 });
    expect(provenance.originalLanguage?.provider).toBe("OPEN_LIBRARY");
    expect(provenance.series).toBeUndefined();
    expect(fieldsUpdated).toContain("firstPublishedYear");
    expect(fieldsUpdated).not.toContain("series");
  });

  it("prefers a longer date among records of equal quality, and only there", () => {
    expect(merged(null, shop, twin).record.publishedOn).toBe("2002-12-31");
    expect(merged(null, shop, rich).record.publishedOn).toBe("2002");
  });

  it("prefers a real description to a short one of better quality", () => {
    const better = said("ISBNDB", "i", { ...rich, description: "Short." });
    expect(merged(null, better, library).record.description).toBe(library.description);
  });

  it("never lets an empty value replace a full one", () => {
    const existing = merged(null, rich);
    const empty = said("ISBNDB", "i", {});
    expect(merged(existing, empty).record).toEqual(existing.record);
    expect(merged(existing, empty).fieldsUpdated).toEqual([]);
  });

  it("replaces an import's value, and keeps what was put in by hand, also an empty field", () => {
    const manual = { provider: "MANUAL" as const, reference: "", quality: 0 };
    const existing: Existing = {
      record: editionRecord({
        isbn: book,
        title: "By hand",
        publisher: "Imported",
        subjects: ["Mine"],
        contributors: [author("Me")],
      }),
      provenance: { title: manual, description: manual, subjects: manual, contributors: manual },
    };
    const result = merged(existing, rich);
    expect(result.record).toMatchObject({
      title: "By hand",
      publisher: "Penguin",
      description: null,
      subjects: ["Mine"],
      contributors: [author("Me")],
    });
    expect(result.provenance.description).toEqual(manual);
    expect(result.fieldsUpdated).toEqual([
      "publisher",
      "publishedOn",
      "language",
      "pageCount",
      "format",
      "cover",
    ]);
  });

  it("lets a record correct itself, but not grow poorer", () => {
    const existing = merged(null, rich);
    expect(
      merged(existing, said("ISBNDB", "i", { ...rich, publisher: "A Corrected" })).record.publisher,
    ).toBe("A Corrected");
    expect(merged(existing, said("ISBNDB", "i", { publisher: "Poorer" })).record.publisher).toBe("Penguin");
  });

  it("has each contributor once per role, whatever the spelling, and never more by repetition", () => {
    let result = merged(null, rich, shop, library);
    const names = [
      "Francis Scott Fitzgerald AUTHOR",
      "Jane Doe TRANSLATOR",
      "Anna Poe AUTHOR",
      "John Roe AUTHOR",
    ];
    for (let times = 0; times < 5; times++) {
      expect(result.record.contributors.map(({ name, role }) => `${name} ${role}`)).toEqual(names);
      result = merged(result, shop, library);
    }
  });

  it("does not make one person of two namesakes in one record", () => {
    const two = said("ISBNDB", "i", {
      contributors: [author("J. Doe"), author("Jane Doe"), author("C. Day Lewis")],
    });
    const other = said("GOOGLE_BOOKS", "g", { contributors: [author("C. S. Lewis")] });
    expect(merged(null, two, other).record.contributors).toHaveLength(4);
  });

  it("keeps whom one source calls both author and illustrator both", () => {
    const both = { contributors: [author("Jane Doe"), { name: "Jane Doe", role: "ILLUSTRATOR" as const }] };
    expect(merged(null, said("OPEN_LIBRARY", "o", both), rich).record.contributors).toHaveLength(3);
  });

  it("unites subjects whatever their case, at most 25", () => {
    expect(merged(null, shop, rich, library).record.subjects).toEqual(["Fiction", "England", "Courtship"]);
    const many = said("WIKIDATA", "w", {
      subjects: Array.from({ length: 25 }, (_, index) => `Subject ${index}`),
    });
    expect(merged(null, many, rich).record.subjects).toHaveLength(25);
  });

  it("takes no subtitle that the title already contains", () => {
    const better = said("ISBNDB", "i", { ...rich, title: "A Book: Its Story" });
    expect(merged(null, better, shop).record).toMatchObject({
      title: "A Book: Its Story",
      subtitle: null,
    });
  });

  it("leaves records of other editions out", () => {
    const other = { ...said("GOOGLE_BOOKS", "x", { pageCount: 7 }), isbn: isbn("9780140449136") };
    expect(
      merged({ record: editionRecord({ isbn: book, title: "A" }), provenance: {} }, other).fieldsUpdated,
    ).toEqual([]);
  });

  it("makes nothing of nothing", () => {
    expect(mergeEdition(null, [])).toBeNull();
  });
});
