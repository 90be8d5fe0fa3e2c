/**
 * Loading ahead: what hangs off an object's key and is asked for below it goes to D1 together with the object, instead of
 * one trip after it. Resolvers stay as they are: they find in their loaders what is already on its way.
 */
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { Context } from "../context.ts";

/** Field → how it is loaded by its parent's key and its own arguments; the field's resolver loads it the same way. */
export type Ahead = Record<string, (key: string, args: never, context: Context) => Promise<unknown>>;

/**
 * Starts what is asked for below the present field, or below the field at `path` in it, for objects with these keys.
 * Settles when all of it has come; what fails is told by the field's own resolver, which meets the same promise.
 */
export async function loadAhead(
  ahead: Ahead,
  keys: readonly string[],
  context: Context,
  info: GraphQLResolveInfo,
  path: readonly string[] = [],
): Promise<void> {
  const type = typeAt(info, path);
  if (!type || keys.length === 0) return;
  const loading: Promise<unknown>[] = [];
  for (const field of fieldsAt(info, path)) {
    const load = ahead[field.name.value];
    const definition = type.getFields()[field.name.value];
    if (!load || !definition) continue;
    // The schema has checked the arguments, and Pothos types a field's loader by the same schema.
    const args = getArgumentValues(definition, field, info.variableValues) as never;
    for (const key of keys) loading.push(load(key, args, context));
  }
  await Promise.allSettled(loading);
}

/** Whether a field of this name is asked for below the present one. */
export function isAsked(info: GraphQLResolveInfo, name: string): boolean {
  return fieldsAt(info, []).some((field) => field.name.value === name);
}

function fieldsAt(info: GraphQLResolveInfo, path: readonly string[]): FieldNode[] {
  let fields = info.fieldNodes.flatMap((node) => fieldsBelow(node, info));
  for (const name of path)
    fields = fields.filter((field) => field.name.value === name).flatMap((node) => fieldsBelow(node, info));
  return fields;
}

/** Documents are parsed once an isolate, so what is asked below a field is looked up once as well. */
const known = new WeakMap<FieldNode, FieldNode[]>();

function fieldsBelow(node: FieldNode, { fragments }: GraphQLResolveInfo): FieldNode[] {
  const found = known.get(node);
  if (found) return found;
  const fieldsOf = (selections: SelectionSetNode | undefined): FieldNode[] =>
    (selections?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      return fieldsOf(fragments[selection.name.value]?.selectionSet);
    });
  const fields = fieldsOf(node.selectionSet);
  known.set(node, fields);
  return fields;
}

function typeAt({ returnType }: GraphQLResolveInfo, path: readonly string[]): GraphQLObjectType | null {
  let type = getNamedType(returnType);
  for (const name of path) {
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!field) return null;
    type = getNamedType(field.type);
  }
  return isObjectType(type) ? type : null;
}
