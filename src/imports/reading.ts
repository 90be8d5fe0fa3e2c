/** What a reader did with a book: shelf, rating, dates. */
import { fold } from "../fold.ts";
import { parsePartialDate } from "../partial-date.ts";

const shelves: readonly [string, string[]][] = [
  [
    "read",
    "read|already read|finished|completed|done|gelesen|lu|leido|letto|read but unowned|have read|yes|ja".split(
      "|",
    ),
  ],
  [
    "to-read",
    "to read|want to read|tbr|to be read|wish to read|ungelesen|noch lesen|mochte ich lesen|will ich lesen|a lire|por leer|da leggere|unread".split(
      "|",
    ),
  ],
  [
    "currently-reading",
    "currently reading|reading|in progress|lese ich gerade|lese gerade|am lesen|en cours|leyendo|in lettura".split(
      "|",
    ),
  ],
];

const statuses = new Map(shelves.flatMap(([shelf, names]) => names.map((name) => [name, shelf])));

/** "read", "to-read" or "currently-reading" where one of a cell's shelves means that, else the first as given. */
export function readShelf(text: string): string | null {
  const given = text
    .split(/[,;|]/)
    .map((shelf) => shelf.trim())
    .filter((shelf) => shelf !== "");
  const known = given.map((shelf) => statuses.get(fold(shelf).replace(/[-_\s]+/g, " ")));
  return known.find((shelf) => shelf !== undefined) ?? given[0] ?? null;
}

/** Nothing but a number and its scale: in a sentence, a number is something else. */
const numberOfStars =
  /^(\d+(?:[.,]\d+)?)\s*(?:(?:\/|of|von|out of|sur)\s*(\d+))?\s*(?:stars?|sterne?|étoiles?)?$/i;

/**
 * Stars from 0.25 to 5 in quarters, or null for no rating, which most programs write as 0. Reads "4.5", "4,5", "★★★★",
 * "4/5"; numbers above 5 are taken for a scale of 10 and above 10 for one of 100, as nobody gives eight stars of five.
 */
export function readRating(text: string): number | null {
  const stars = text.match(/[★⭐]/gu)?.length;
  const [, value = "", of] = numberOfStars.exec(text.trim()) ?? [];
  const number = stars ?? Number(value.replace(",", "."));
  const scale = Number(of) || (number > 10 ? 100 : number > 5 ? 10 : 5);
  const rating = Math.round((number / scale) * 20) / 4;
  return rating > 0 && rating <= 5 ? rating : null;
}

/** The last date in a text: of "2019/03/01-2019/03/09, 2021/05/01-2021/05/10" the tenth of May 2021. */
export function readLastDate(text: string): string | null {
  const whole = parsePartialDate(text);
  if (whole !== null) return whole;
  const dates = text.split(/[,;|]|\s(?:to|bis|au)\s|\s[-–]\s|(?<=\d)[-–](?=\d{4}|$)/).map(parsePartialDate);
  return dates.findLast((date) => date !== null) ?? null;
}
