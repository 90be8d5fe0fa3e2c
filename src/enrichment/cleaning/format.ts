/** Bindings and physical formats, as five kinds of book. */
import type { BookFormat } from "../../books/record.ts";

/** In this order: an "Audio CD (library binding)" is heard, a "Kindle Edition" is read from a screen. */
const kinds: [RegExp, BookFormat][] = [
  [/audio|\bcds?\b|mp3|cassette|audible|playaway|hörbuch|hoerbuch|preloaded|sound/i, "AUDIOBOOK"],
  [/e-?book|kindle|electronic|digital|epub|\bpdf\b|online|adobe|nook|mobipocket|elektron/i, "EBOOK"],
  [
    /paper\s?back|soft\s?(cover|back|bound)|mass market|trade paper|perfect|pocket|taschenbuch|broch|broschi|poche|paperbound|tapa blanda|rústica|\bpbk?\b|kartoniert|flexi/i,
    "PAPERBACK",
  ],
  [
    /hard\s?(cover|back|bound)|library binding|gebunden|cloth|leather|casebound|relié|tapa dura|cartoné|turtleback|school & library|\bhbk?\b|\bhc\b|board book|innbundet|inbunden/i,
    "HARDCOVER",
  ],
  [/\S/, "OTHER"],
];

/**
 * The kind of book in "Mass Market Paperback", "Audio CD", "Kindle Edition", "gebunden", …; OTHER for a format that is
 * none of them ("Spiral-bound", "Map"), null where nothing is said ("", "Unknown Binding", "book").
 */
export function bookFormat(told: string | null): BookFormat | null {
  if (told === null || /^\s*(unknown( binding)?|book|books|n\/a|none|print|livre|buch|text)?\s*$/i.test(told))
    return null;
  return kinds.find(([words]) => words.test(told))?.[1] ?? null;
}
