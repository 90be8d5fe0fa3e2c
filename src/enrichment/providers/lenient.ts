/** Schemas for data from outside in which a bad field loses itself and never its record. */
import * as z from "zod/mini";

/** Text told as "x", 5, {value: "x"}, {name: "x"} or ["x", …]; null for anything else. */
export const text = z.catch(
  z.nullable(
    z.pipe(
      z.union([
        z.string(),
        z.pipe(z.number(), z.transform(String)),
        z.pipe(
          z.object({ value: z.string() }),
          z.transform(({ value }) => value),
        ),
        z.pipe(
          z.object({ name: z.string() }),
          z.transform(({ name }) => name),
        ),
        z.pipe(
          z.tuple([z.string()], z.unknown()),
          z.transform(([first]) => first),
        ),
      ]),
      z.transform((told) => told.trim() || null),
    ),
  ),
  null,
);

/** A number told as 5 or "5"; null for anything else. */
export const number = z.catch(
  z.nullable(
    z.union([z.number(), z.pipe(z.string().check(z.regex(/^\s*-?\d+(\.\d+)?\s*$/)), z.transform(Number))]),
  ),
  null,
);

/** Texts told as a list or as one; members that are none are dropped. */
export const texts = z.catch(
  z.pipe(
    z.union([
      z.array(text),
      z.pipe(
        text,
        z.transform((one) => [one]),
      ),
    ]),
    z.transform((told) => told.filter((one) => one !== null)),
  ),
  [],
);

/** A list of what the schema reads; members that it does not are dropped, and no list is an empty one. */
export function list<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.pipe(
    z.catch(z.array(z.unknown()), []),
    z.transform((members) =>
      members.flatMap((member) => {
        const parsed = schema.safeParse(member);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
  );
}

/** An Open Library key, told as "/authors/OL1A", "OL1A" or {key: …}, without its path; null for anything else. */
export const key = z.catch(
  z.nullable(
    z.pipe(
      z.union([
        z.string(),
        z.pipe(
          z.object({ key: z.string() }),
          z.transform((thing) => thing.key),
        ),
      ]),
      z.transform((told) => /(?:^|\/)(OL\d+[AMW])(?:\/|$)/.exec(told)?.[1] ?? null),
    ),
  ),
  null,
);
