/**
 * What to ask the full-text index for, decided by how many books have each word, so that no query ranks more than it
 * must. The rarest words say most; a word that half of all books have says nothing and is not ranked beside rarer ones.
 */
import { stemmer } from "stemmer";
import type { RequestDatabase } from "../platform/d1.ts";
import { correct } from "./spelling.ts";

/** Books; a word that more of them have is common. Ranking so many takes some tens of milliseconds. */
export const commonWord = 30_000;
/** What a common word counts as: nobody walks its postings to know how many they are. */
const tooMany = commonWord + 1;
/** The most words of a long text that are asked for, rarest first. */
const mostWords = 40;
/** A query of more words is a text: it is looked for by any of them. */
const longQuery = 8;
/** Books; a last word that so many have is finished. To join what begins with it costs as much as to rank it. */
const finishedWord = 1_000;
/** Letters; a shorter last word is taken as it is, since too much begins with it. */
const shortestPrefix = 3;

/**
 * `all` and `any` are FTS5 expressions to try in turn, and `postings` how many there are of their words at most; `common`
 * is a query of common words only, to be met by titles.
 */
export type Plan =
  | { kind: "ranked"; all: string | null; any: string; postings: number }
  | { kind: "common"; phrase: string };

/** Plans a query of words; null when no book has any of them, however spelt. Two trips at most, none for known words. */
export async function planOf(db: RequestDatabase, words: readonly string[]): Promise<Plan | null> {
  const unique = [...new Set(words.map((word) => asIndexed(word)))];
  const documents = await documentsWith(db, unique, words);
  const isUnknown = (word: string) =>
    !documents.words.get(stemmer(word)) && !(word === documents.prefix && documents.withPrefix);
  const unknown = unique.filter(isUnknown);
  const corrections = words.length <= longQuery ? await correct(db, unknown) : new Map<string, string[]>();

  const asked = unique.flatMap((word) => {
    const spellings = isUnknown(word) ? (corrections.get(word) ?? []) : [word];
    const exact = documents.words.get(stemmer(word)) ?? 0;
    const isPrefix = word === documents.prefix && exact < finishedWord && isRankable(documents.withPrefix);
    const count = Math.max(exact, isPrefix ? documents.withPrefix : 0);
    const expression = spellings.map((spelling) => `"${spelling}"${isPrefix ? "*" : ""}`).join(" OR ");
    return spellings.length > 0 ? [{ count, expression: `(${expression})` }] : [];
  });
  if (asked.length === 0) return null;
  const rare = asked.filter(({ count }) => count <= commonWord).sort((one, other) => one.count - other.count);
  if (rare.length === 0) return { kind: "common", phrase: words.join(" ") };

  let postings = 0;
  const affordable = rare.slice(0, mostWords).filter(({ count }, place) => {
    postings += count;
    return place === 0 || postings <= commonWord;
  });
  const isText = words.length > longQuery;
  return {
    kind: "ranked",
    all: isText ? null : rare.map(({ expression }) => expression).join(" AND "),
    any: affordable.map(({ expression }) => expression).join(" OR "),
    postings: rare.reduce((total, { count }) => total + count, 0),
  };
}

function isRankable(count: number): boolean {
  return count > 0 && count <= commonWord;
}

/** A word as unicode61 keeps it: lower case, without the marks that it removes; letters like ø stay themselves. */
function asIndexed(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .normalize("NFC");
}

type Counts = {
  /** Stem → books with it. */
  words: Map<string, number>;
  /** The last word of a short query, if it may be a beginning, and how many books have a word that begins so. */
  prefix: string | null;
  withPrefix: number;
};

/**
 * How many books have a word that some have: what a plan is made by, and not what is found. So the isolate may remember it
 * for a while; a word that nobody has may be in the catalogue a moment later, and is asked for each time.
 */
const remembered = new Map<string, { count: number; until: number }>();
const rememberedMs = 5 * 60_000;
const rememberedAtMost = 10_000;

function recall(name: string): number | null {
  const known = remembered.get(name);
  return known && Date.now() < known.until ? known.count : null;
}

function remember(name: string, count: number): void {
  if (count === 0) return;
  if (remembered.size >= rememberedAtMost) remembered.clear();
  remembered.set(name, { count, until: Date.now() + rememberedMs });
}

/** How many books have each word: one trip at most, and no more postings walked than could be ranked. */
async function documentsWith(
  db: RequestDatabase,
  unique: readonly string[],
  words: readonly string[],
): Promise<Counts> {
  const last = asIndexed(words.at(-1) ?? "");
  const prefix = words.length <= longQuery && last.length >= shortestPrefix ? last : null;
  const stems = [...new Set(unique.map((word) => stemmer(word)))];
  const beginsWith = prefix === null ? "" : `${stemmer(prefix)}*`;
  const isKnown = stems.every((stem) => recall(stem) !== null);
  const [counts, beginning] = await Promise.all([
    isKnown
      ? stems.map((term) => ({ term, doc: recall(term) }))
      : db.all<{ term: string; doc: number | null }>(
          `SELECT word.value AS term,
              CASE WHEN EXISTS (SELECT 1 FROM common_terms WHERE term = word.value) THEN ${tooMany}
                   ELSE (SELECT doc FROM book_terms WHERE term = word.value) END AS doc
         FROM json_each(?) AS word`,
          JSON.stringify(stems),
        ),
    prefix === null || recall(beginsWith) !== null
      ? { doc: recall(beginsWith) }
      : db.first<{ doc: number | null }>(
          `SELECT CASE WHEN EXISTS (SELECT 1 FROM common_terms WHERE term >= ?1 AND term < ?1 || char(1114111)) THEN ${tooMany}
                       ELSE (SELECT sum(doc) FROM
                         (SELECT doc FROM book_terms WHERE term >= ?1 AND term < ?1 || char(1114111) LIMIT 500)) END AS doc`,
          stemmer(prefix),
        ),
  ]);
  for (const { term, doc } of counts) remember(term, doc ?? 0);
  if (prefix !== null) remember(beginsWith, beginning?.doc ?? 0);
  return {
    words: new Map(counts.map(({ term, doc }) => [term, doc ?? 0])),
    prefix,
    withPrefix: beginning?.doc ?? 0,
  };
}

/** Counts anew which words are common: reads the whole vocabulary, so a cron does it, once a day. */
export async function countCommonTerms(db: RequestDatabase): Promise<void> {
  await db.write([
    db.prepare("DELETE FROM common_terms"),
    db.prepare("INSERT INTO common_terms (term) SELECT term FROM book_terms WHERE doc > ?", commonWord),
  ]);
}
