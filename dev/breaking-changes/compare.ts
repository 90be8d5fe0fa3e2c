/** What a new schema would break for the clients of an older one. */
import { type Change, CriticalityLevel, DiffRule, diff } from "@graphql-inspector/core";
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { dateIn } from "./deprecation.ts";

/** Sentences: `breaking` may not be released, `notable` may. */
export type Comparison = { breaking: string[]; notable: string[] };

/** What was deprecated may go once the day has come that its deprecation names. */
export async function compare(
  released: GraphQLSchema,
  present: GraphQLSchema,
  today: string,
): Promise<Comparison> {
  const changes = await diff(released, present, [
    DiffRule.ignoreDescriptionChanges,
    DiffRule.safeUnreachable,
  ]);
  const isBreaking = (change: Change) =>
    change.criticality.level === CriticalityLevel.Breaking && !isDue(change, released, today);
  return {
    breaking: changes.filter(isBreaking).map(({ message }) => message),
    notable: changes
      .filter((change) => change.criticality.level !== CriticalityLevel.NonBreaking && !isBreaking(change))
      .map(({ message }) => message),
  };
}

const removals = new Set([
  "FIELD_REMOVED",
  "FIELD_ARGUMENT_REMOVED",
  "ENUM_VALUE_REMOVED",
  "INPUT_FIELD_REMOVED",
]);

function isDue({ type, path }: Change, released: GraphQLSchema, today: string): boolean {
  const day = removals.has(type) && path ? dateIn(deprecationAt(released, path)) : null;
  return day !== null && day <= today;
}

/** The reason given at "Type.field", "Type.field.argument" or "Enum.VALUE". */
function deprecationAt(schema: GraphQLSchema, path: string): string | null | undefined {
  const [typeName = "", memberName = "", argumentName] = path.split(".");
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValue(memberName)?.deprecationReason;
  if (isInputObjectType(type)) return type.getFields()[memberName]?.deprecationReason;
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  const field = type.getFields()[memberName];
  if (!argumentName) return field?.deprecationReason;
  return field?.args.find(({ name }) => name === argumentName)?.deprecationReason;
}
