/** Tells the request's observation what GraphQL knows: the operation, its round trips, and the codes of its errors. */
import { type ExecutionArgs, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";
import { observed } from "../platform/observation.ts";

/** Notes each operation as it runs and every answer as it leaves; of a stream only what it begins with. */
export function useObservation(): Plugin<Context> {
  return {
    onExecute: ({ args }) => note(args),
    onSubscribe: ({ args }) => note(args),
    onResultProcess({ result }) {
      const codes = observed()?.codes;
      if (!codes || Symbol.asyncIterator in result) return;
      for (const { errors = [] } of [result].flat())
        for (const { extensions } of errors) codes.add(String(extensions?.code ?? "UNKNOWN"));
    },
  };
}

function note({ document, operationName, contextValue }: ExecutionArgs & { contextValue: Context }): void {
  const observation = observed();
  const operation = getOperationAST(document, operationName);
  if (!observation || !operation) return;
  observation.operation = operation.name?.value.slice(0, 100) ?? null;
  observation.kind = operation.operation;
  observation.trips = () => contextValue.db.trips;
}
