/** Publishers' names, without places, years and quotation marks. */
import { cleanText } from "./text.ts";

/**
 * The name in '"O\'Reilly Media, Inc."', "Stockholm : Rabén & Sjögren,", "[Gallimard]" or "Scribner, c2004"; null where
 * there is none. Of "A; B" the first is kept. Legal forms ("Inc.", "GmbH") are part of the name and stay.
 */
export function cleanPublisher(told: string | null): string | null {
  const text = cleanText(told);
  if (text === null) return null;
  const name = (text.split(/\s*;\s*/)[0] ?? "")
    // A place before a colon, as on a catalogue card: the colon stands apart.
    .replace(/^[^:]{2,40}\s:\s*/, "")
    .replace(/,?\s*[[(]?(c|©|cop\.?)?\s?(1[4-9]|20)\d\d[\])]?\.?$/i, "")
    .replace(/^["'“”[(]+|["'“”\])]+$/g, "")
    .replace(/[\s,:;/]+$/, "");
  return cleanText(name);
}
