/** Operations of every shape that a schema allows, and of shapes that it does not. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { Random } from "./random.ts";

/** Texts that have broken something somewhere. */
const texts = [
  "",
  " ",
  "a",
  "the trial",
  "a school for wizards",
  "'; DROP TABLE books; --",
  '" OR 1 NEAR(',
  "\\u0000",
  "𐀀𐀀",
  "ÅÄÖ ı İ ß ﬁ",
  "書 本",
  "🙂🙂🙂",
  "\\ud800",
  "x".repeat(300),
  "../../etc/passwd",
  "<script>",
  "%00",
  "null",
  "-1",
  "{}",
];
const isbns = ["9780439554930", "0-439-55493-4", "9780261103306", "9780000000002", "123", "978043955493X"];
const ids = [
  "Qm9vazo5NzgwNDM5NTU0OTMw",
  "V29yazox",
  "QXV0aG9yOjE=",
  "SW1wb3J0Sm9iOjE=",
  "%%%",
  "",
  "Qm9vazo=",
];
const csv = '"Title,Author,ISBN,My Rating\\nThe Trial,Franz Kafka,,4\\n\\"open,quote\\n"';

/** A document of up to three root fields, with everything below them down to `depth` levels. */
export function randomOperation(schema: GraphQLSchema, random: Random): string {
  const kind = random.pick([
    "query",
    "query",
    "query",
    "query",
    "query",
    "mutation",
    "mutation",
    "subscription",
  ] as const);
  const root = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[kind];
  if (!root) throw new Error(`The schema has no ${kind}`);
  const fields = Object.values(root.getFields());
  const count = kind === "subscription" ? 1 : 1 + random.below(3);
  const chosen = Array.from({ length: count }, (_, index) =>
    field(schema, random, random.pick(fields), 4, `r${index}`),
  );
  return `${kind} Fuzz${random.below(1_000)} { ${chosen.join(" ")} }`;
}

function field(
  schema: GraphQLSchema,
  random: Random,
  definition: GraphQLField<unknown, unknown>,
  depth: number,
  alias: string | null,
): string {
  const name = alias ? `${alias}: ${definition.name}` : definition.name;
  const given = definition.args.filter((argument) => isNonNullType(argument.type) || random.chance(0.4));
  const args = given.filter(() => random.chance(0.97)).map((argument) => argumentOf(random, argument));
  const directive = random.chance(0.05)
    ? random.pick([" @include(if: true)", " @skip(if: false)", " @skip(if: true)", " @defer", " @nothing"])
    : "";
  const head = `${name}${args.length > 0 ? `(${args.join(", ")})` : ""}${directive}`;
  return `${head}${selectionOf(schema, random, getNamedType(definition.type), depth)}`;
}

function argumentOf(random: Random, { name, type }: GraphQLArgument): string {
  return `${name}: ${literalOf(random, type, 3)}`;
}

function selectionOf(schema: GraphQLSchema, random: Random, type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type) && !isAbstractType(type)) return random.chance(0.01) ? " { nothing }" : "";
  const parts = ["__typename"];
  if (isObjectType(type) || isInterfaceType(type)) {
    const leaves = Object.values(type.getFields()).filter((one) => {
      const named = getNamedType(one.type);
      return depth > 0 || (!isObjectType(named) && !isAbstractType(named));
    });
    for (const one of leaves) if (random.chance(0.4)) parts.push(field(schema, random, one, depth - 1, null));
  }
  if (isAbstractType(type)) {
    for (const possible of schema.getPossibleTypes(type)) {
      if (random.chance(0.5))
        parts.push(`... on ${possible.name}${selectionOf(schema, random, possible, depth - 1)}`);
    }
  }
  return ` { ${parts.join(" ")} }`;
}

function literalOf(random: Random, type: GraphQLInputType, depth: number): string {
  if (random.chance(0.02))
    return random.pick(["null", "{}", "[]", '"?"', "7", "true", "NOTHING", "[null]", "1e400"]);
  if (isNonNullType(type)) return literalOf(random, type.ofType, depth);
  if (isListType(type)) {
    const length = random.pick([0, 1, 2, 3, 120]);
    return `[${Array.from({ length: Math.min(length, depth > 0 ? length : 1) }, () => literalOf(random, type.ofType, depth - 1)).join(", ")}]`;
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (one) => isNonNullType(one.type) || random.chance(0.4),
    );
    return `{ ${fields.map((one) => `${one.name}: ${literalOf(random, one.type, depth - 1)}`).join(", ")} }`;
  }
  const text = () => `"${random.pick(texts).replace(/"/g, '\\"')}"`;
  switch (type.name) {
    case "Int":
      return String(random.pick([0, 1, 2, 5, 20, 100, 101, -1, 2_147_483_647, 2_147_483_648, 1.5]));
    case "Float":
      return String(random.pick([0, -0.5, 1e308, 3]));
    case "Boolean":
      return random.pick(["true", "false"]);
    case "ID":
      return `"${random.pick(ids)}"`;
    case "ISBN":
      return `"${random.pick(isbns)}"`;
    case "String":
      return random.chance(0.1) ? csv : text();
    default:
      return random.pick([text(), '"2026-11-23"', '"2026"', '"en"', "1997", '"https://example.org/x"']);
  }
}
