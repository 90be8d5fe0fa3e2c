/** Schemas for data from outside in which a bad field loses itself and never its record. */
import * as z from "zod";

/** Text told as "x", 5, {value: "x"}, {name: "x"} or ["x", …]; null for anything else. */
export const text = z
  .union([
    z.string(),
    z.number().transform(String),
    z.object({ value: z.string() }).transform(({ value }) => value),
    z.object({ name: z.string() }).transform(({ name }) => name),
    z.tuple([z.string()], z.unknown()).transform(([first]) => first),
  ])
  .transform((told) => told.trim() || null)
  .nullable()
  .catch(null);

/** A number told as 5 or "5"; null for anything else. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+(\.\d+)?\s*$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null);

/** Texts told as a list or as one; members that are none are dropped. */
export const texts = z
  .union([z.array(text), text.transform((one) => [one])])
  .transform((told) => told.filter((one) => one !== null))
  .catch([]);

/** A list of what the schema reads; members that it does not are dropped, and no list is an empty one. */
export function list<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((members) =>
      members.flatMap((member) => {
        const parsed = schema.safeParse(member);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

/** An Open Library key, told as "/authors/OL1A", "OL1A" or {key: …}, without its path; null for anything else. */
export const key = z
  .union([z.string(), z.object({ key: z.string() }).transform((thing) => thing.key)])
  .transform((told) => /(?:^|\/)(OL\d+[AMW])(?:\/|$)/.exec(told)?.[1] ?? null)
  .nullable()
  .catch(null);
