/** How much may come as variables: each value is checked and, where it is wrong, told about, which takes far longer than to read it. */
import { type ExecutionArgs, GraphQLError, getOperationAST, getVariableValues } from "graphql";
import type { Plugin } from "graphql-yoga";

/** A hundred books or ids with everything that may be said of them fit several times. */
export const variableLimits = { values: 2_000, nesting: 12 };

/** Refuses too many values, or values too deep within each other, before anything looks at what they are; and wrong ones. */
export function useVariableLimits(): Plugin {
  return {
    onParams({ params }) {
      // A body may be anything; Yoga looks after us.
      const { variables, extensions } = params ?? {};
      const waiting = [{ value: [variables, extensions] as unknown, depth: -1 }];
      let values = 0;
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { value, depth } = next;
        if (typeof value !== "object" || value === null) continue;
        const parts: unknown[] = Object.values(value);
        values += parts.length;
        if (values > variableLimits.values)
          throw refusal("values", `have more than ${variableLimits.values} values`);
        if (depth > variableLimits.nesting)
          throw refusal("nesting", `are nested more than ${variableLimits.nesting} levels`);
        for (const part of parts) waiting.push({ value: part, depth: depth + 1 });
      }
    },
    onExecute({ args, setResultAndStopExecution }) {
      const errors = wrongVariables(args);
      if (errors) setResultAndStopExecution({ errors });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = wrongVariables(args);
      if (errors) setResultAndStopExecution({ errors });
    },
  };
}

/** What is wrong with the variables; execution would go on to the last of them, and quote each in full. */
function wrongVariables({ schema, document, operationName, variableValues }: ExecutionArgs) {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: 10 });
  for (const error of errors ?? []) {
    if (error.message.length > longestMessage) error.message = `${error.message.slice(0, longestMessage)}…`;
    error.extensions.code ??= "BAD_USER_INPUT";
    error.extensions.http = badRequest;
  }
  return errors;
}

const longestMessage = 500;
const badRequest = { status: 400, spec: true };

function refusal(limit: keyof typeof variableLimits, rule: string): GraphQLError {
  return new GraphQLError(`The variables ${rule}, which is not served.`, {
    extensions: {
      code: "VARIABLES_TOO_LARGE",
      limit: { [limit]: variableLimits[limit] },
      http: badRequest,
    },
  });
}
