/** What clients see of errors: ours as they are, anything else as one sentence. The log has the rest, by the request's id. */
import { GraphQLError, Kind } from "graphql";
import { logError } from "../platform/log.ts";

/** The message of whatever nobody foresaw. */
export const unexpected = "Something went wrong on our side. The X-Request-Id header finds it in our log.";

/** For Yoga's `maskedErrors`, at the request, in resolvers and in subscriptions alike, on any machine. */
export function maskError(error: unknown): GraphQLError {
  const known = deliberate(error);
  if (known) {
    known.extensions.code ??= codeOf(known);
    // Yoga's parser tells there what JSON's parser said, which quotes the body.
    delete known.extensions.originalError;
    return known;
  }
  logError("graphql.unexpected", error instanceof GraphQLError ? (error.originalError ?? error) : error, {
    path: error instanceof GraphQLError ? (error.path?.join(".") ?? null) : null,
  });
  const { nodes, source, positions, path } = error instanceof GraphQLError ? error : {};
  return new GraphQLError(unexpected, {
    ...(nodes ? { nodes } : {}),
    ...(source ? { source } : {}),
    ...(positions ? { positions } : {}),
    ...(path ? { path } : {}),
    extensions: { code: "INTERNAL_SERVER_ERROR", unexpected: true },
  });
}

/** An error that somebody wrote for clients: a GraphQLError with nothing but GraphQLErrors behind it. */
function deliberate(error: unknown): GraphQLError | null {
  if (!(error instanceof GraphQLError)) return null;
  return error.originalError ? deliberate(error.originalError) && error : error;
}

/** graphql-js gives no codes: a variable that does not fit, or a request that cannot be run. */
function codeOf({ nodes }: GraphQLError): string {
  return nodes?.some(({ kind }) => kind === Kind.VARIABLE_DEFINITION) ? "BAD_USER_INPUT" : "BAD_REQUEST";
}
