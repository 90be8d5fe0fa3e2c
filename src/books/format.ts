/** How an edition is made, from the words that shops and libraries have for it. */
import { fold } from "../fold.ts";
import type { BookFormat } from "./record.ts";

/** In order: "Audio CD" is no "CD-ROM", "Kindle Edition" no edition on paper, "Paperback & CD" a paperback. */
const wording: readonly [RegExp, BookFormat][] = [
  [/audio|audible|horbuch|livre audio|audiolibro|luisterboek|mp3|m4b|cassette/, "AUDIOBOOK"],
  [/kindle|e-?book|epub|mobi|azw|pdf|digital|electronic|nook|fb2|numerique|kepub/, "EBOOK"],
  [
    /paper|taschenbuch|softcover|soft cover|brosch|klappenbroschur|broche|poche|rustica|brossura|tapa blanda|pocket|kartoniert|capa mole/,
    "PAPERBACK",
  ],
  [
    /hard|gebunden|cartonne|relie|leather|cloth|library binding|tapa dura|rilegat|leinen|capa dura|pappband|board book|inbunden/,
    "HARDCOVER",
  ],
];

/** "Mass Market Paperback", "Broché", "Kindle Edition" → a format; "Spiral-bound" → OTHER; null for no statement. */
export function bookFormat(text: string): BookFormat | null {
  const folded = fold(text).replaceAll("_", " ").trim();
  if (folded === "" || /^(unknown.*|book|buch|livre|libro|n\/a|-)$/.test(folded)) return null;
  return wording.find(([words]) => words.test(folded))?.[1] ?? "OTHER";
}
