/** A result as JSON, without what errors tell Yoga alone: the `http` and `unexpected` in their extensions. */
import type { ExecutionResult, FormattedExecutionResult } from "graphql";

/** The text of one result. */
export function jsonOf({ errors, extensions, ...result }: ExecutionResult): string {
  const shown: FormattedExecutionResult = result;
  if (errors) {
    shown.errors = errors.map((error) => {
      const formatted = "toJSON" in error ? error.toJSON() : error;
      return { ...formatted, extensions: withoutInternals(formatted.extensions) };
    });
  }
  if (extensions) shown.extensions = withoutInternals(extensions);
  return JSON.stringify(shown);
}

function withoutInternals({ http: _http, unexpected: _unexpected, ...shown }: Record<string, unknown> = {}) {
  return shown;
}
