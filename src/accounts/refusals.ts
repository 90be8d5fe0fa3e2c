/** What a caller is told who is not known, or cannot be known just now. */
import { GraphQLError } from "graphql";

/** The request's credentials are not good: the whole request is refused, with HTTP 401. */
export function badCredentials(message: string): GraphQLError {
  const http = { status: 401, headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } };
  // Yoga takes `extensions.http` for itself: clients do not see it.
  return new GraphQLError(message, { extensions: { code: "UNAUTHENTICATED", http } });
}

/** Seconds after which to ask again when credentials cannot be checked. */
const recoverySeconds = 10;

/** Credentials cannot be checked, whatever they are: HTTP 503. Requests without credentials are not concerned. */
export function authUnavailable(): GraphQLError {
  const message =
    "Nobody can be recognised just now. Try again, or send the request without credentials to ask as anybody.";
  const http = { status: 503, headers: { "Retry-After": String(recoverySeconds) } };
  return new GraphQLError(message, {
    extensions: { code: "AUTH_UNAVAILABLE", retryAfter: recoverySeconds, http },
  });
}
