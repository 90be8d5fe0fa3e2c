/** The errors a client can act on: each with a stable `extensions.code`. Anything else is masked and logged. */
import { GraphQLError } from "graphql";

/** Bad input: names the argument and the rule that it breaks. Nothing has been read or written. */
export function badUserInput(argument: string, rule: string): GraphQLError {
  return new GraphQLError(`${argument}: ${rule}`, { extensions: { code: "BAD_USER_INPUT", argument } });
}

/** The caller may not see or do this. Says the same whether the thing exists or not. */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "FORBIDDEN" } });
}

/** Nobody is known to ask, and this is not for everybody. */
export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "UNAUTHENTICATED" } });
}

/** What it takes to answer is down or too slow. Whether a mutation took place is not known: all of them can be sent again. */
export function unavailable(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "UNAVAILABLE" } });
}

/** Whether an error is {@link unavailable}. */
export function isUnavailable(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions.code === "UNAVAILABLE";
}
