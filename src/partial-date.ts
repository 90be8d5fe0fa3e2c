/** Dates of which only a part may be known. */
import { fold } from "./fold.ts";

/** Month names by how they begin, folded, in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const monthNames = [
  /^(jan|janner|janv|ene|gen)/,
  /^(feb|fev)/,
  /^(mar|mrz|maa|mrt)/,
  /^(apr|avr|abr)/,
  /^(may|mai|mayo|maggio|mag|mei|maio)$/,
  /^(jun|juin|giu)/,
  /^(jul|juil|lug)/,
  /^(aug|aou|ago)/,
  /^(sep|set)/,
  /^(oct|okt|ott|out)/,
  /^nov/,
  /^(dec|dez|dic)/,
];

/**
 * Reads a date and returns what is certain of it, "YYYY", "YYYY-MM" or "YYYY-MM-DD", or null where no year between
 * 1000 and 2199 is named. Understands ISO with or without time, "1997/06/26", "26.06.1997", "June 26, 1997",
 * "26. Juni 1997", "[1997]", "c1997", "1997?". Nothing is invented: "03/04/1997" could be March or April and gives
 * "1997"; a day that the month does not have gives the month ("2021-02-30" → "2021-02"), a month that does not exist
 * gives the year; two-digit years and texts with two different years give null.
 */
export function parsePartialDate(text: string): string | null {
  const trimmed = text.trim().replace(/^[[(]+|[\])]+$/g, "");
  return (
    fromMatch(/^(\d{4})(\d{2})(\d{2})$/.exec(trimmed), "ymd") ??
    fromMatch(/^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T\s].*)?$/i.exec(trimmed), "ymd") ??
    fromMatch(/^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\s.*)?$/.exec(trimmed), "dmy") ??
    fromMatch(/^(\d{1,2})[-/.](\d{4})$/.exec(trimmed), "my") ??
    eitherOrder(/^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?:\s.*)?$/.exec(trimmed)) ??
    fromWords(trimmed)
  );
}

function fromMatch(match: RegExpExecArray | null, order: "ymd" | "dmy" | "my"): string | null {
  if (match === null) return null;
  const [, first, second, third] = match;
  if (order === "ymd") return certain(first, second, third);
  return order === "dmy" ? certain(third, second, first) : certain(second, first);
}

function eitherOrder(match: RegExpExecArray | null): string | null {
  if (match === null) return null;
  const [, first, second, year] = match;
  if (Number(first) > 12) return certain(year, second, first);
  if (Number(second) > 12 || first === second) return certain(year, first, second);
  return certain(year);
}

function fromWords(text: string): string | null {
  const years = new Set([...text.matchAll(/(?<!\d)\d{4}(?!\d)/g)].map(([year]) => year));
  const [year] = years;
  if (years.size !== 1) return null;
  const months = (fold(text).match(/\p{L}+/gu) ?? [])
    .map((word) => monthNames.findIndex((name) => name.test(word)) + 1)
    .filter((month) => month > 0);
  // "1st", "2.", "3rd", "1er": a number of at most two digits, whatever follows it.
  const days = [...text.matchAll(/(?<!\d)\d{1,2}(?!\d)/g)].map(([day]) => day);
  if (months.length !== 1) return certain(year);
  return certain(year, String(months[0]), days.length === 1 ? days[0] : undefined);
}

/** As much of a date as exists in the calendar. */
function certain(year: string | undefined, month?: string, day?: string): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (year === undefined || y < 1000 || y > 2199) return null;
  if (!(m >= 1 && m <= 12)) return year;
  const yearAndMonth = `${year}-${String(m).padStart(2, "0")}`;
  const daysInMonth = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return d >= 1 && d <= daysInMonth ? `${yearAndMonth}-${String(d).padStart(2, "0")}` : yearAndMonth;
}
