/** One JSON object a line, as Workers Logs indexes them. Never a token, a review or a file's content. */

type Fields = Record<string, string | number | boolean | null>;

/** Something an operator may want to know. `event` is a stable name in dotted words: "search.degraded". */
export function logInfo(event: string, fields: Fields = {}): void {
  console.log(JSON.stringify({ level: "info", event, ...fields }));
}

/** Something went wrong that nobody else will report. Only the error's name and message are kept. */
export function logError(event: string, error: unknown, fields: Fields = {}): void {
  const cause =
    error instanceof Error ? { error: error.name, message: error.message } : { error: String(error) };
  console.error(JSON.stringify({ level: "error", event, ...cause, ...fields }));
}
