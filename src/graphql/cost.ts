/**
 * What a query may cost: the number of fields it could answer with. Page sizes multiply what is below them, also from
 * variables and through fragments; it is reckoned when the variables are known and before anything is read.
 */
import { type ComplexityPluginOptions, complexityFromQuery } from "@pothos/plugin-complexity";
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLOutputType,
  getNullableType,
  getOperationAST,
  isListType,
  Kind,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import type { BuilderTypes } from "../builder.ts";
import type { Context } from "../context.ts";
import { observed } from "../platform/observation.ts";

/**
 * Enough for 50 aliased books with everything that hangs off them; far from the query that asks every edition of every
 * work of every edition, which grows a hundredfold with each level.
 */
export const costLimit = 25_000;

/** Who sends this header with `1` is told the cost in `extensions.cost`. */
export const costHeader = "x-graphql-cost";

/** A list without `first` is short by nature: contributors, subjects, sources. */
const shortList = 5;

/** What a field counts. The plugin's own check is off: it comes only when the root fields are being resolved. */
export const costOptions: ComplexityPluginOptions<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>> = {
  disabled: true,
  fieldComplexity: (args, _context, field) => ({ field: 1, multiplier: multiplier(args, field) }),
};

/** Refuses what costs too much, and tells the cost to who asks for it. */
export function useCostLimit(): Plugin<Context> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const cost = costOf(args);
      if (cost === null) return;
      noteCost(cost);
      const told = args.contextValue.request.headers.get(costHeader) === "1";
      const extensions = told ? { cost: { requested: cost, limit: costLimit } } : {};
      if (cost > costLimit) {
        setResultAndStopExecution({ errors: [tooExpensive(cost)], extensions });
        return;
      }
      if (!told) return;
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          setResult({ ...result, extensions: { ...result.extensions, ...extensions } });
        },
      };
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const cost = costOf(args);
      if (cost !== null) noteCost(cost);
      if (cost !== null && cost > costLimit) setResultAndStopExecution({ errors: [tooExpensive(cost)] });
    },
  };
}

function noteCost(cost: number): void {
  const observation = observed();
  if (observation) observation.cost = cost;
}

type Operation = ExecutionArgs & { contextValue: Context };

/** Costs that were reckoned before, by document and {@link shapeOf} what it is run with. */
const known = new WeakMap<DocumentNode, Map<string, number>>();
/** Kept a document, and characters of each: clients send a handful of page sizes, and whoever sends more is not kept. */
const mostShapes = 50;
const longestShape = 2_000;

/** The cost of the operation that will run; null where there is none. Its variables are known to be right. */
function costOf(asked: Operation): number | null {
  const { document, operationName, variableValues } = asked;
  const shape = `${operationName ?? ""} ${shapeOf(variableValues)}`;
  if (shape.length > longestShape) return reckoned(asked);
  const costs = known.get(document) ?? new Map<string, number>();
  known.set(document, costs);
  const before = costs.get(shape);
  if (before !== undefined) return before;
  const cost = reckoned(asked);
  if (costs.size >= mostShapes) costs.clear();
  if (cost !== null) costs.set(shape, cost);
  return cost;
}

/** Variables as far as a cost depends on them: not by what a text says. */
function shapeOf(variables: ExecutionArgs["variableValues"]): string {
  return JSON.stringify(variables ?? {}, (_name, value: unknown) => (typeof value === "string" ? "" : value));
}

function reckoned({ schema, document, operationName, variableValues, contextValue }: Operation) {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  // The plugin reads the first operation it finds, which need not be the one that was named.
  return complexityFromQuery(
    { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] },
    { schema, variables: { ...variableValues }, ctx: contextValue },
  ).complexity;
}

/** How often what is below a field is answered. */
function multiplier(args: Record<string, unknown>, field: { name: string; type: GraphQLOutputType }): number {
  if (typeof args.first === "number") return Math.max(1, args.first);
  const lists = Object.values(args).filter(Array.isArray);
  if (lists.length > 0) return Math.max(1, ...lists.map((list) => list.length));
  // The connection around them has been multiplied by `first` already.
  if (field.name === "edges") return 1;
  return isListType(getNullableType(field.type)) ? shortList : 1;
}

function tooExpensive(cost: number): GraphQLError {
  return new GraphQLError(
    `The query could answer with ${cost} fields, but at most ${costLimit} are served: ask for smaller pages with \`first\`, or in several requests.`,
    {
      extensions: {
        code: "QUERY_TOO_COMPLEX",
        limit: { cost: costLimit },
        cost,
        http: { status: 400, spec: true },
      },
    },
  );
}
