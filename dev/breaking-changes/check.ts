/** `npm run check:breaking`: fails where the schema would break a client of the last release, or deprecates without a day. */
import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { compare } from "./compare.ts";
import { unclearDeprecations } from "./deprecation.ts";

const read = (file: string) => buildSchema(readFileSync(file, "utf8"));
const present = read("schema/schema.graphql");

const { breaking, notable } = await compare(
  read("schema/released.graphql"),
  present,
  new Date().toISOString().slice(0, 10),
);
const unclear = unclearDeprecations(present);

for (const change of notable) console.log(`notable: ${change}`);
for (const change of breaking) console.error(`breaking: ${change}`);
for (const name of unclear) console.error(`deprecated without a reason and a day: ${name}`);
if (breaking.length === 0 && unclear.length === 0)
  console.log("Nothing breaks a client of the last release.");
else process.exitCode = 1;
