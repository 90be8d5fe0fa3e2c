/** Titles as people and shops write them, taken apart for the catalogue and reduced to a key for matching. */
import { authorKey } from "../authors/name.ts";
import { fold, words } from "../fold.ts";
import { articles, indefiniteArticles, isEditionNote, isForm, isWeak, volumeWords } from "./title-words.ts";

/** A series as named in a title; `position` is null where several volumes or none are named. */
export type TitleSeries = { name: string; position: number | null };

/** A title's parts; `title` is empty only when the text was. */
export type ReadTitle = { title: string; subtitle: string | null; series: TitleSeries | null };

const lastBracket = /^(.*\S)\s*[([]([^()[\]]+)[)\]]$/su;
const volumeMark = `(?:#|(?:${volumeWords.join("|")})(?![\\p{L}\\p{N}])\\.?)`;
const numberedSeries = new RegExp(
  `^(.+?)[\\s,:–-]*${volumeMark}\\s*(\\d+(?:[.,]\\d+)?)(\\s*[-–&]\\s*\\d+.*)?$`,
  "iu",
);
const namedSeries = /\S\s+(series|saga|trilogy|trilogie|reihe|serie|cycle|chronicles|quartet)$/iu;
const articleAtEnd = /^(.+), (the|a|an|der|die|das|le|la|les|el|los|las|il)$/iu;
const volumeNumber = new RegExp(`(?<![\\p{L}\\p{N}])${volumeMark}\\s*\\d`, "iu");
const volumeBeforeNumber = new RegExp(`(\\S\\s)(?:${volumeWords.join("|")}) (?=\\d)`, "gu");

/**
 * Takes a title apart: "Mort (Discworld, #4) (Kindle Edition)" → title "Mort", series Discworld 4; "Sapiens: A Brief
 * History" → title and subtitle. Brackets that are neither series nor edition stay in the title. A subtitle is only
 * cut off where what is left can stand alone, so "1984", "2001: A Space Odyssey" and "P - Trauriges Reisen" stay whole.
 */
export function readTitle(raw: string): ReadTitle {
  let title = raw.normalize("NFC").replace(/\s+/gu, " ").trim().replace(articleAtEnd, "$2 $1");
  let series: TitleSeries | null = null;
  for (let match = lastBracket.exec(title); match !== null; match = lastBracket.exec(title)) {
    const [, before = "", inside = ""] = match;
    const found = readSeries(inside);
    if (found === null && !isEditionNote(inside)) break;
    series = found ?? series;
    title = before;
  }
  return { ...splitSubtitle(title), series };
}

/**
 * What two spellings of one title have in common, for matching only: without case, accents, punctuation, leading
 * article, subtitle, edition and series; "&" is "and". A short subtitle or volume number stays, because it tells
 * volumes apart ("Star Wars: Dark Force Rising", "Naruto, Vol. 3"), and so does the position in a series of the same
 * name. Empty only for an empty title.
 */
export function titleKey(title: string, series: TitleSeries | null = readTitle(title).series): string {
  const read = readTitle(title);
  const main = read.title.replace(/(\S)\s*[([][^()[\]\d]+[)\]]$/u, "$1");
  const key = bareKey(tellsVolume(read.subtitle) ? `${main} ${read.subtitle}` : main);
  const position = series?.position ?? 1;
  return series !== null && position !== 1 && bareKey(series.name) === key ? `${key} ${position}` : key;
}

/**
 * The key by which works are the same without an ISBN: "hobbit|jrr tolkien"; "hobbit|" when nobody knows who wrote it.
 * `series` is needed where it is no longer written in the title.
 */
export function workKey(title: string, firstAuthorName: string | null, series?: TitleSeries | null): string {
  const author = firstAuthorName === null ? "" : authorKey(firstAuthorName);
  const key = titleKey(title, series ?? undefined);
  // "The School of Life: An Emotional Education" by The School of Life is not all that body has published.
  const isNamedForAuthor = author !== "" && key === bareKey(firstAuthorName ?? "");
  return `${isNamedForAuthor ? bareKey(title) : key}|${author}`;
}

function readSeries(bracket: string): TitleSeries | null {
  // "Discworld #23; Witches #6": the first is the wider one.
  const [first = ""] = bracket.split(";");
  const match = numberedSeries.exec(first.trim());
  if (match !== null) {
    const [, name = "", number = "", more] = match;
    return { name: name.trim(), position: more === undefined ? Number(number.replace(",", ".")) : null };
  }
  return namedSeries.test(first.trim()) ? { name: first.trim(), position: null } : null;
}

function splitSubtitle(whole: string): { title: string; subtitle: string | null } {
  // A colon between a space or nothing and a space; not "11:22" or "Re:Zero".
  for (const colon of whole.matchAll(/\s?[:：]\s+/gu)) {
    const [title, subtitle] = cut(whole, colon);
    if (title !== "" && subtitle !== "" && (!isWeak(title) || isForm(subtitle))) return { title, subtitle };
  }
  const form = /\.\s+(?=\p{Lu}\p{L}+)/gu;
  for (const stop of whole.matchAll(form)) {
    const [title, subtitle] = cut(whole, stop);
    if (!isWeak(title) && isForm(subtitle.split(" ", 1)[0] ?? "")) return { title, subtitle };
  }
  for (const dash of whole.matchAll(/\s+[-–—]{1,2}\s+/gu)) {
    const [title, subtitle] = cut(whole, dash);
    // "Ace in Space – Trident" names a volume, and after "Das Leben – und der Sinn" the sentence goes on.
    const standsAlone = /^["„“«]?[\p{Lu}\p{Lt}\p{N}]/u.test(subtitle) && words(subtitle).length > 2;
    if (!isWeak(title) && (standsAlone || isForm(subtitle))) return { title, subtitle };
  }
  return { title: whole, subtitle: null };
}

function cut(text: string, at: RegExpMatchArray): [string, string] {
  const index = at.index ?? 0;
  return [text.slice(0, index).trim(), text.slice(index + at[0].length).trim()];
}

function tellsVolume(subtitle: string | null): boolean {
  if (subtitle === null || isForm(subtitle)) return false;
  const spelled = words(subtitle);
  return volumeNumber.test(subtitle) || (spelled.length < 4 && !indefiniteArticles.has(spelled[0] ?? ""));
}

function bareKey(title: string): string {
  const spelled = words(title.replace(/^\s*l['’]/iu, "").replaceAll("&", " and "));
  const joined = spelled.map((word) => (word === "und" || word === "et" ? "and" : word));
  const rest = joined.slice(1).join(" ");
  const key = articles.has(joined[0] ?? "") && rest.length > 2 ? rest : joined.join(" ");
  return key.replace(volumeBeforeNumber, "$1") || fold(title).trim();
}
