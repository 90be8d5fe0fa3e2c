/**
 * Cache hints: how long an answer that holds a field, or an object of a type, may be kept, and by whom. A field's own hint
 * comes before its type's; a field without either adds nothing, but a query's root field without either is not kept.
 */
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  Kind,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import * as z from "zod/mini";

/** `maxAge` in seconds; PRIVATE is what depends on who asks. */
export type CacheHint = { maxAge: number; scope: "PUBLIC" | "PRIVATE" };

const cacheHint = z.object({ maxAge: z.int().check(z.minimum(0)), scope: z.enum(["PUBLIC", "PRIVATE"]) });

/** `extensions` of a type or a field. */
export function cacheControl(maxAge: number, scope: CacheHint["scope"] = "PUBLIC") {
  return { cacheControl: { maxAge, scope } satisfies CacheHint };
}

/** The catalogue changes under scans, imports and editors, so nobody may see it older than a minute. */
export const catalogueCache = cacheControl(60);

/** What depends on who asks, and at which moment. */
export const viewerCache = cacheControl(0, "PRIVATE");

const notKept: CacheHint = { maxAge: 0, scope: "PUBLIC" };

/** What a document allows: the shortest of its hints, PRIVATE if one of them is. Nothing but queries is kept. */
export function hintOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
): CacheHint {
  const operations = Object.values(separateOperations(document));
  const asked = operationName ? separateOperations(document)[operationName] : operations[0];
  const operation = asked?.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!asked || operation?.operation !== "query") return notKept;
  const hints: CacheHint[] = [];
  const types = new TypeInfo(schema);
  visit(
    asked,
    visitWithTypeInfo(types, {
      Field: () => {
        const field = types.getFieldDef();
        if (!field || field.name.startsWith("__")) return;
        const hint = ownHint(field);
        if (hint) hints.push(hint);
        else if (types.getParentType() === schema.getQueryType()) hints.push(notKept);
      },
    }),
  );
  if (hints.length === 0) return notKept;
  return {
    maxAge: Math.min(...hints.map(({ maxAge }) => maxAge)),
    scope: hints.some(({ scope }) => scope === "PRIVATE") ? "PRIVATE" : "PUBLIC",
  };
}

function ownHint(field: GraphQLField<unknown, unknown>): CacheHint | null {
  const stated = field.extensions.cacheControl ?? getNamedType(field.type).extensions.cacheControl;
  return stated === undefined ? null : cacheHint.parse(stated);
}

const degraded = new WeakSet<object>();

/** Says that this request's answer is less than it might be a moment later, and must not be kept. */
export function markDegraded(context: object): void {
  degraded.add(context);
}

/** Whether a resolver said so. */
export const isDegraded = (context: object): boolean => degraded.has(context);
