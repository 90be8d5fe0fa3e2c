/** What a query may ask for: its cost is the number of fields it could answer with, reckoned before anything is read. */
import type { ComplexityErrorKind, ComplexityPluginOptions } from "@pothos/plugin-complexity";
import { GraphQLError, type GraphQLOutputType, getNullableType, isListType } from "graphql";
import type { BuilderTypes } from "../builder.ts";

/**
 * Enough for 50 aliased books with everything that hangs off them; far from the query that asks every edition of every
 * work of every edition, which grows a hundredfold with each level.
 */
export const costLimit = { complexity: 25_000, depth: 15, breadth: 5_000 };

/** A list without `first` is short by nature: contributors, subjects, sources. */
const shortList = 5;

export const costOptions: ComplexityPluginOptions<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>> = {
  limit: costLimit,
  fieldComplexity: (args, _context, field) => ({ field: 1, multiplier: multiplier(args, field) }),
  complexityError: (kind, { complexity, depth, breadth }) =>
    new GraphQLError(refusals[kind]({ complexity, depth, breadth }), {
      extensions: { code: codes[kind], limit: costLimit, cost: { complexity, depth, breadth } },
    }),
};

/** How often what is below a field is answered. */
function multiplier(args: Record<string, unknown>, field: { name: string; type: GraphQLOutputType }): number {
  if (typeof args.first === "number") return Math.max(1, args.first);
  const lists = Object.values(args).filter(Array.isArray);
  if (lists.length > 0) return Math.max(1, ...lists.map((list) => list.length));
  // The connection around them has been multiplied by `first` already.
  if (field.name === "edges") return 1;
  return isListType(getNullableType(field.type)) ? shortList : 1;
}

const codes: Record<ComplexityErrorKind, string> = {
  Complexity: "QUERY_TOO_COMPLEX",
  Depth: "QUERY_TOO_DEEP",
  Breadth: "QUERY_TOO_WIDE",
};

type Cost = Record<keyof typeof costLimit, number>;

const refusals: Record<ComplexityErrorKind, (cost: Cost) => string> = {
  Complexity: ({ complexity }) =>
    `The query could answer with ${complexity} fields, but at most ${costLimit.complexity} are served: ask for smaller pages with \`first\`, or in several requests.`,
  Depth: ({ depth }) => `The query is ${depth} levels deep, but at most ${costLimit.depth} are served.`,
  Breadth: ({ breadth }) => `The query names ${breadth} fields, but at most ${costLimit.breadth} are served.`,
};
