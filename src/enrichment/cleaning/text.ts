/** One line of text, as a title, a name or a publisher. */
import { decodeEntities } from "./entities.ts";
import { isFiller, withoutMarks } from "./filler.ts";
import { repairMojibake } from "./mojibake.ts";

/** Tags as feeds leave them in one-line texts; "<" before a space or a digit is a less-than sign. */
const tags = /<\/?[a-z][^<>]*>/gi;

/** Replacement characters, byte order marks and controls other than line ends and tabs. */
const debris = /(?![\n\r\t])\p{Cc}|[\u200b\u2060\ufeff\ufffd]/gu;

/**
 * The text on one line: entities decoded, tags dropped, mojibake repaired, marks and controls removed, spaces
 * collapsed, in Unicode's composed form (NFC). Null for null, for empty text and for filler ("N/A", "Unknown", "--").
 */
export function cleanText(text: string | null): string | null {
  if (text === null) return null;
  const clean = repaired(withoutMarks(text)).replace(tags, " ").replace(/\s+/g, " ").trim();
  return isFiller(clean) ? null : clean;
}

/** The characters the writer meant, with line ends kept: mojibake first, since entities may hide behind it. */
export function repaired(text: string): string {
  return decodeEntities(repairMojibake(text.toWellFormed())).replace(debris, "").normalize("NFC");
}
