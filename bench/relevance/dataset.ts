/** A document set and judged queries: `*documents.jsonl`, `*{split}*queries.jsonl`, `*{split}*qrels.tsv` in a folder. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { type Isbn, isbnOrNull, parseIsbn } from "../../src/isbn.ts";

const documentLine = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  isbn13: z.string().nullish(),
  authors: z.string().nullish(),
});
const queryLine = z.object({
  id: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
});

/** A document with the ISBN it goes by in the catalogue. */
export type JudgedDocument = { id: string; isbn: Isbn; title: string; text: string; authors: string[] };

/** A query and the ids of the documents that answer it. */
export type JudgedQuery = { id: string; text: string; relevant: Set<string> };

/** Documents without an ISBN, or with another's, get one from 979-0: the range of printed music, never a book's. */
export function documents(folder: string): JudgedDocument[] {
  const taken = new Set<string>();
  return jsonLines(
    only(folder, (name) => name.endsWith("documents.jsonl")),
    documentLine,
  ).map((line, index) => {
    const own = isbnOrNull(line.isbn13);
    const isbn = own && !taken.has(own) ? own : testIsbn(index);
    taken.add(isbn);
    const authors = (line.authors ?? "").split(";").map((name) => name.trim());
    return {
      id: line.id,
      isbn,
      title: line.title,
      text: line.text,
      authors: authors.filter((name) => name !== ""),
    };
  });
}

/** The judged queries of a split, e.g. "validation": each a post's title and text. */
export function queries(folder: string, split: string): JudgedQuery[] {
  const judged = new Map<string, Set<string>>();
  for (const line of read(only(folder, (name) => name.includes(split) && name.endsWith("qrels.tsv")))) {
    const [query = "", , document = "", relevance] = line.split("\t");
    if (Number(relevance) > 0) judged.set(query, (judged.get(query) ?? new Set()).add(document));
  }
  const file = only(folder, (name) => name.includes(split) && name.endsWith("queries.jsonl"));
  return jsonLines(file, queryLine).flatMap(({ id, title, description }) => {
    const relevant = judged.get(id);
    return relevant ? [{ id, text: [title, description].filter(Boolean).join("\n"), relevant }] : [];
  });
}

function testIsbn(index: number): Isbn {
  const body = `9790${String(index).padStart(8, "0")}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (1 + 2 * (place % 2)), 0);
  return parseIsbn(`${body}${(10 - (sum % 10)) % 10}`);
}

function only(folder: string, isWanted: (name: string) => boolean): string {
  const [name, ...others] = readdirSync(folder).filter(isWanted);
  if (!name || others.length > 0)
    throw new Error(`${folder} should hold one such file, not ${others.length + (name ? 1 : 0)}`);
  return join(folder, name);
}

function jsonLines<Line extends z.ZodType>(path: string, line: Line): z.output<Line>[] {
  return read(path).map((text) => line.parse(JSON.parse(text)));
}

function read(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
}
