/** Delimited text as a header and batches of rows that know their line in the file. */
import Papa from "papaparse";

/** One row: its first line in the file (the first line is 1), as many cells as the header, and what was odd about it. */
export type CsvRow = { line: number; cells: string[]; problem: string | null };

/** A header and the rows under it; `batches` can be walked again from the start, and holds one batch in memory. */
export type CsvTable = {
  delimiter: string;
  header: string[];
  batches(size: number): Generator<CsvRow[], void, void>;
};

type RawRow = { line: number; cells: string[]; isLiteral?: boolean };

const delimiters = [",", ";", "\t", "|"];
const chunkSize = 64 * 1024;
/** Characters; a row that is longer is taken for a quotation mark that nobody closed. */
const longestRow = 1024 * 1024;

/**
 * Reads comma, semicolon, tab or pipe separated text with any line ends (inside cells they become "\n"). Excel's
 * `sep=;` line and its `="0123"` cells are understood. Blank rows are skipped; a row with too few cells is filled up,
 * one with too many loses them, and both say so in `problem`. A quotation mark that is never closed costs its own line,
 * not the rest of the file, and says so too. Null when there is not even a header.
 */
export function readCsv(text: string): CsvTable | null {
  const unix = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const declared = /^sep=([,;\t|])\n/i.exec(unix)?.[1];
  const delimiter = declared ?? likeliestDelimiter(unix);
  const rows = () => withContent(rawRows(unix, delimiter, declared === undefined ? 1 : 2));
  const first = rows().next();
  if (first.done) return null;
  const header = first.value.cells.map((cell) => unwrap(cell).replace(/\s+/g, " "));
  while (header.length > 1 && header.at(-1) === "") header.pop();
  return {
    delimiter,
    header,
    *batches(size) {
      let batch: CsvRow[] = [];
      for (const row of rows().drop(1)) {
        batch.push(fitted(row, header.length));
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}

/** The delimiter that gives the header several cells and most other rows as many. */
function likeliestDelimiter(text: string): string {
  const sample = text.slice(0, chunkSize);
  const isWhole = sample.length === text.length;
  const candidates = delimiters.map((delimiter) => {
    const rows = parse(sample, delimiter, !isWhole).data.slice(0, 100).filter(hasContent);
    const width = rows[0]?.length ?? 0;
    const agreeing = rows.filter((row) => row.length === width).length / rows.length;
    return { delimiter, width, agreeing };
  });
  const [best] = candidates
    .filter(({ width }) => width > 1)
    .sort((one, other) => other.agreeing - one.agreeing || other.width - one.width);
  return best?.delimiter ?? ",";
}

/** All rows, chunk by chunk, so that a large file is never held as cells. `line` is that of the first row. */
function* rawRows(text: string, delimiter: string, line: number): Generator<RawRow, void, void> {
  let from = text.startsWith("sep=") && line === 2 ? text.indexOf("\n") + 1 : 0;
  let size = chunkSize;
  let width = 0;
  while (from < text.length) {
    const chunk = text.slice(from, from + size);
    const isLast = from + size >= text.length;
    const { data, errors, meta } = parse(chunk, delimiter, !isLast);
    const broken = errors.find(({ row = 0, code }) => {
      const cells = data[row];
      // Unescaped quotes within a cell are forgiven where the row still has the header's shape or stays on its line.
      return (
        code === "MissingQuotes" || (cells !== undefined && cells.length !== width && linesIn(cells) > 1)
      );
    });
    const good = broken === undefined ? data : data.slice(0, broken.row);
    const firstLine = line;
    for (const cells of good) {
      width ||= cells.length;
      yield { line, cells };
      line += linesIn(cells);
    }
    if (broken === undefined && good.length === 0 && !isLast && size < longestRow) {
      size *= 2;
      continue;
    }
    if (broken === undefined && good.length > 0) {
      from += meta.cursor;
    } else {
      const start = from + offsetOfLine(chunk, line - firstLine);
      const end = text.indexOf("\n", start);
      const literal = text.slice(start, end === -1 ? undefined : end);
      yield { line, cells: literal.split(delimiter), isLiteral: true };
      line += 1;
      from = start + literal.length + 1;
    }
    size = chunkSize;
  }
}

function parse(text: string, delimiter: string, dropLastRow: boolean): Papa.ParseResult<string[]> {
  return new Papa.Parser({ delimiter, newline: "\n" }).parse(text, 0, dropLastRow);
}

/** How many lines of the file a row takes. */
function linesIn(cells: string[]): number {
  return cells.reduce((lines, cell) => lines + cell.split("\n").length - 1, 1);
}

function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let passed = 0; passed < line; passed++) offset = text.indexOf("\n", offset) + 1;
  return offset;
}

function hasContent(cells: string[]): boolean {
  return cells.some((cell) => unwrap(cell) !== "");
}

function withContent(rows: Generator<RawRow, void, void>): IteratorObject<RawRow, void, void> {
  return rows.filter(({ cells }) => hasContent(cells));
}

function fitted({ line, cells, isLiteral }: RawRow, width: number): CsvRow {
  const fit = Array.from({ length: width }, (_, column) => unwrap(cells[column] ?? ""));
  const problems = [];
  if (isLiteral) problems.push("A quotation mark in this line is never closed.");
  if (cells.length < width || hasContent(cells.slice(width))) {
    problems.push(`This row has ${cells.length} cells where the header has ${width}.`);
  }
  return { line, cells: fit, problem: problems.join(" ") || null };
}

/** `="9780735619678"` is how Excel is told not to make a number of it. */
function unwrap(cell: string): string {
  const trimmed = cell.trim();
  const formula = /^="(.*)"$/s.exec(trimmed)?.[1];
  return formula === undefined ? trimmed : formula.replaceAll('""', '"').trim();
}
