/** Descriptions: markup in, paragraphs out. */
import { plainText } from "../../plain-text.ts";
import { isFiller, withoutMarks } from "./filler.ts";
import { repaired } from "./text.ts";

/**
 * The description as plain text: HTML and Open Library's Markdown links become what a reader sees, paragraphs stay
 * apart by one empty line, and what is not description (scripts, "Contains:" lists behind a rule, "([source][1])",
 * link definitions) goes. Null where nothing is left or only filler is.
 */
export function cleanDescription(text: string | null): string | null {
  if (text === null) return null;
  const clean = withoutMarkdown(withoutHtml(repaired(withoutMarks(text)).replace(/\r\n?/g, "\n")))
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return isFiller(clean) ? null : clean;
}

function withoutHtml(text: string): string {
  const told = text
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<li\b[^>]*>/gi, "\n• ");
  return plainText(told);
}

function withoutMarkdown(text: string): string {
  return text
    .replace(/\n\s*[-_*]{4,}\s*\n[\s\S]*$/, "")
    .replace(/^\s*\[[^\]\n]+\]:\s*\S+.*$/gm, "")
    .replace(/\(?\[source\](\[\d+\]|\([^)\n]*\))\)?/gi, "")
    .replace(/\[([^\]\n]+)\](\[\w*\]|\(https?:[^)\s]*\))/g, "$1")
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, "$2");
}
