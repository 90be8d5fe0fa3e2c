/**
 * Writes word-frequencies.json: in how many of a thousand texts a word occurs, learned from the seed catalogue's own
 * texts, with the words that any text about any book may use counted as common. `npm run frequencies`.
 */
import { writeFileSync } from "node:fs";
import { recordsOf, seedWorks } from "../seed/catalogue.ts";
import { commonWords } from "./common-words.ts";
import { terms } from "./embedding.ts";

const documents = 1_000;
const counts = new Map<string, number>();
const works = seedWorks();
for (const work of works) {
  const [record] = recordsOf(work);
  for (const term of new Set(terms(`${work.title} ${record?.description} ${work.subjects.join(" ")}`))) {
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
}

const words: Record<string, number> = {};
for (const [term, count] of counts)
  if (count > 1) words[term] = Math.round((count / works.length) * documents * 10) / 10;
for (const [documentsWithIt, list] of commonWords) {
  for (const term of terms(list)) words[term] = Math.max(words[term] ?? 0, documentsWithIt);
}
const sorted = Object.fromEntries(Object.entries(words).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(
  new URL("word-frequencies.json", import.meta.url),
  `${JSON.stringify({ documents, words: sorted }, null, 1)}\n`,
);
console.log(`${Object.keys(sorted).length} words`);
