/** Checks the seed catalogue: `npm run check:seed`. Prints its counts, or every fault and exits with 1. */
import { authorKey } from "../../src/authors/name.ts";
import { workKeyOf } from "../../src/works/key.ts";
import { recordsOf, seedAuthors, seedWorks } from "./catalogue.ts";

const works = seedWorks();
const records = works.flatMap(recordsOf);
const faults: string[] = [];

/** Reports what occurs more than once. */
function unique(what: string, values: readonly string[]): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) faults.push(`${what} twice: ${value}`);
    seen.add(value);
  }
}

/** Reports a count that is too low. */
function atLeast(what: string, count: number, least: number): void {
  if (count < least) faults.push(`${count} ${what}, but at least ${least} are wanted`);
}

unique(
  "ISBN",
  records.map(({ isbn }) => isbn ?? ""),
);
unique(
  "description",
  works.map(({ description }) => description),
);
unique(
  "author",
  seedAuthors().map(({ name }) => authorKey(name)),
);

// Editions of one work must share a key, and two works must not, or the catalogue would tell them apart differently.
const keys = works.map((work) => [...new Set(recordsOf(work).map(workKeyOf))]);
for (const several of keys.filter((key) => key.length > 1))
  faults.push(`a work with several keys: ${several.join(", ")}`);
unique("work", keys.flat());

const manyEditions = works.filter(({ editions }) => editions.length > 1).length;
const languages = new Set(works.map(({ originalLanguage }) => originalLanguage));
atLeast("editions", records.length, 500);
atLeast("works with several editions", manyEditions, 60);
atLeast("languages of origin", languages.size, 12);

for (const fault of faults) console.error(fault);
console.log(
  `${records.length} editions of ${works.length} works (${manyEditions} with several), ${languages.size} languages of origin, ${seedAuthors().length} authors described`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
