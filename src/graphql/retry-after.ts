/** What HTTP says of a refusal for rate: Retry-After (RFC 9110, 10.2.3), and 429 (RFC 6585, 4) when it is the whole answer. */
import type { Plugin } from "graphql-yoga";

/** Reads the answer's RATE_LIMITED errors; the longest wait counts. */
export function useRetryAfter(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        if (Symbol.asyncIterator in result) return;
        const waits = (result.errors ?? [])
          .filter(({ extensions }) => extensions.code === "RATE_LIMITED")
          .map(({ extensions }) => Number(extensions.retryAfter));
        if (waits.length === 0) return;
        const headers = { "Retry-After": String(Math.max(...waits)) };
        const http = result.data ? { headers } : { headers, status: 429 };
        // Yoga takes `extensions.http` for itself: clients do not see it.
        setResult({ ...result, extensions: { ...result.extensions, http } });
      },
    }),
  };
}
