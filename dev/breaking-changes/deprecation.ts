/** A deprecation says why, and from which day on the thing may be gone: "Use `cover(size:)`; goes on 2027-06-01." */
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

/** The day that a reason names, or null. */
export function dateIn(reason: string | null | undefined): string | null {
  const day = /\b\d{4}-\d{2}-\d{2}\b/.exec(reason ?? "")?.[0];
  return day && !Number.isNaN(Date.parse(day)) ? day : null;
}

/** Deprecations that lack a day or, beside the day, a reason; by their dotted names. */
export function unclearDeprecations(schema: GraphQLSchema): string[] {
  return [...deprecations(schema)]
    .filter(([, reason]) => dateIn(reason) === null || reason.replace(/\d{4}-\d{2}-\d{2}/, "").length < 20)
    .map(([name]) => name);
}

type Deprecatable = { name: string; deprecationReason?: string | null | undefined };

function* deprecations(schema: GraphQLSchema): Generator<[name: string, reason: string]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    const members: Deprecatable[] = isEnumType(type)
      ? [...type.getValues()]
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const parts = fields.flatMap(({ name, args }) =>
      args.map((arg) => ({ name: `${name}.${arg.name}`, deprecationReason: arg.deprecationReason })),
    );
    for (const { name, deprecationReason } of [...members, ...parts]) {
      if (typeof deprecationReason === "string") yield [`${type.name}.${name}`, deprecationReason];
    }
  }
}
