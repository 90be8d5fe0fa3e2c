/** An edition as a service told it, cleaned field by field: the one door from outside words to EditionRecord. */
import { type EditionRecord, editionRecord } from "../../books/record.ts";
import type { Isbn } from "../../isbn.ts";
import { languageCode } from "../../languages.ts";
import { parsePartialDate } from "../../partial-date.ts";
import { readTitle } from "../../works/title.ts";
import { type Credit, onePerRole } from "./contributors.ts";
import { type Cover, cleanCover } from "./cover.ts";
import { cleanDescription } from "./description.ts";
import { bookFormat } from "./format.ts";
import { pageCount } from "./page-count.ts";
import { cleanPublisher } from "./publisher.ts";
import { cleanSubjects } from "./subjects.ts";
import { cleanText } from "./text.ts";

/** What a service may say about an edition, in its own words; whatever is left out is not said. */
export type ToldEdition = {
  isbn: Isbn | null;
  title: string | null;
  subtitle?: string | null;
  description?: string | null;
  publisher?: string | null;
  published?: string | null;
  language?: string | null;
  pages?: string | number | null;
  format?: string | null;
  subjects?: string[];
  cover?: Partial<Cover>;
  series?: string | null;
  credits?: Credit[];
  work?: Partial<EditionRecord["work"]>;
};

/** The clean record; null where no title is left, since a record without a title is of nothing. */
export function cleanEdition(told: ToldEdition): EditionRecord | null {
  const fullTitle = cleanText(told.title);
  if (fullTitle === null) return null;
  const { title, subtitle, series } = titles(fullTitle, cleanText(told.subtitle ?? null));
  return editionRecord({
    isbn: told.isbn,
    title,
    subtitle,
    description: cleanDescription(told.description ?? null),
    publisher: cleanPublisher(told.publisher ?? null),
    publishedOn: told.published ? parsePartialDate(told.published) : null,
    language: told.language ? languageCode(told.language) : null,
    pageCount: pageCount(told.pages ?? null),
    format: bookFormat(told.format ?? null),
    subjects: cleanSubjects(told.subjects ?? []),
    cover: cleanCover(told.cover ?? {}),
    series: cleanSeries(told.series ?? null) ?? series,
    contributors: onePerRole(told.credits ?? []).map(({ name, role }) => ({ name, role })),
    work: { title: null, description: null, originalLanguage: null, firstPublishedYear: null, ...told.work },
  });
}

/** A subtitle told apart is believed, and told twice is told once; else the title may have one, and a series, in it. */
function titles(told: string, subtitle: string | null): Pick<EditionRecord, "title" | "subtitle" | "series"> {
  // "Dune :" and "Dune / by Frank Herbert", as catalogue cards have it.
  const whole = told.replace(/\s+\/(\s+by\b.*)?$/i, "").replace(/\s*[:;,=/]+$/, "") || told;
  const read = readTitle(whole);
  if (subtitle === null) return read.title === "" ? { title: told, subtitle, series: null } : read;
  const twice = whole.toLowerCase().endsWith(subtitle.toLowerCase());
  const rest = twice ? whole.slice(0, whole.length - subtitle.length).replace(/[\s:–—\-([]+$/, "") : whole;
  if (rest === "") return { title: whole, subtitle: null, series: read.series };
  // A bracket with a series goes; a colon stays, since the subtitle is already known.
  return {
    title: readTitle(rest).subtitle === null ? readTitle(rest).title : rest,
    subtitle,
    series: read.series,
  };
}

/** "The Wheel of Time ; bk. 3", "Discworld (5)", "Old Kingdom #1": the series and the place in it. */
function cleanSeries(told: string | null): EditionRecord["series"] {
  const text = cleanText(told);
  if (text === null) return null;
  const match =
    /^(.*?)[\s,;:(#-]+(?:(?:book|bk|vol|volume|no|nr|number|band|bd|tome|part|pt)\.?\s*)?#?(\d{1,3}(?:\.\d)?)\)?\.?$/i.exec(
      text,
    );
  // Behind " -- " stands a part of the series.
  const name = cleanText((match?.[1] ?? text).replace(/\s+--\s.*$/, "").replace(/[\s,;:(#-]+$/, ""));
  return name === null ? null : { name, position: match ? Number(match[2]) : null };
}
