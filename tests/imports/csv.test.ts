import { describe, expect, it } from "vitest";
import { type CsvRow, readCsv } from "../../src/imports/csv.ts";

describe("readCsv", () => {
  it.each([
    [",", "Title,Author\nDune,Herbert"],
    [";", "Title;Author\r\nDune;Herbert\r\n"],
    ["\t", "Title\tAuthor\rDune\tHerbert"],
    ["|", "Title|Author\nDune|Herbert"],
    [";", "Title, short;Author\nDune;Herbert\nEmma, abridged;Austen"],
    [",", 'Title,Author,Review\nDune,Herbert,"a;b;c;d\n;;;;\n|||"\nEmma,Austen,"x;y;z;;"'],
    [";", "sep=;\nTitle;Author, both;x,y\nDune;Herbert;1"],
    [",", "Title\nDune"],
  ])("finds the delimiter %j", (delimiter, text) => {
    expect(readCsv(text)?.delimiter).toBe(delimiter);
  });

  it("trims header cells and allows the same name twice", () => {
    expect(readCsv("\ufeff Title , ISBN,ISBN,,\n")?.header).toEqual(["Title", "ISBN", "ISBN"]);
  });

  it("knows the line on which each row begins", () => {
    const text = '\nTitle,Review\r\n"A","one\r\ntwo"\r\n\r\n , \r\nB,"x\n\ny"\r\nC,';
    expect(rowsOf(text).map(({ line, cells }) => [line, ...cells])).toEqual([
      [3, "A", "one\ntwo"],
      [7, "B", "x\n\ny"],
      [10, "C", ""],
    ]);
  });

  it("counts Excel's sep line as a line", () => {
    expect(rowsOf("sep=;\nTitle;Author\nDune;Herbert")[0]?.line).toBe(3);
  });

  it("keeps rows with too few and too many cells and says so", () => {
    expect(rowsOf("a,b,c\n1,2\n1,2,3,4\n1,2,3,,")).toEqual([
      { line: 2, cells: ["1", "2", ""], problem: "This row has 2 cells where the header has 3." },
      { line: 3, cells: ["1", "2", "3"], problem: "This row has 4 cells where the header has 3." },
      { line: 4, cells: ["1", "2", "3"], problem: null },
    ]);
  });

  it("unwraps the cells that Excel is not to take for numbers", () => {
    const [row] = rowsOf('a,b,c,d\n="9780735619678","=""0123""","=""""",=""');
    expect(row?.cells).toEqual(["9780735619678", "0123", "", ""]);
  });

  it("unescapes quotes", () => {
    expect(rowsOf('a,b\n"say ""hi""","x, y"')[0]?.cells).toEqual(['say "hi"', "x, y"]);
  });

  it("loses one line, not the file, to a quotation mark that is never closed", () => {
    const rows = rowsOf('a,b\n1,x\n"2,y\n3,z');
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [2, "1", "x"],
      [3, '"2', "y"],
      [4, "3", "z"],
    ]);
    expect(rows[1]?.problem).toContain("never closed");
  });

  it("has nothing to say about a file without a header", () => {
    for (const text of ["", "\n\n", " , \n,,"]) expect(readCsv(text)).toBeNull();
  });

  it("gives long files in batches, and rows longer than a chunk whole", () => {
    const review = "line, with; commas\n".repeat(8_000);
    const text = `Title,Review\n${Array.from({ length: 5_000 }, (_, index) => `Book ${index},short`).join("\n")}\nLast,"${review}"\nEnd,x`;
    const batches = [...(readCsv(text)?.batches(1_000) ?? [])];
    expect(batches.map(({ length }) => length)).toEqual([1000, 1000, 1000, 1000, 1000, 2]);
    const [last, end] = batches.at(-1) ?? [];
    expect(last?.cells[1]).toBe(review.trim());
    expect([last?.line, end?.line]).toEqual([5_002, 5_002 + 8_001]);
  });
});

function rowsOf(text: string): CsvRow[] {
  return [...(readCsv(text)?.batches(100) ?? [])].flat();
}
