/** One JSON object a line, as Workers Logs indexes them. Never a token, a review or a file's content. */
import { observed } from "./observation.ts";
import { redact } from "./redact.ts";

type Fields = Record<string, string | number | boolean | null>;

/** Something an operator may want to know. `event` is a stable name in dotted words: "search.degraded". */
export function logInfo(event: string, fields: Fields = {}): void {
  console.log(line("info", event, fields));
}

/** Something went wrong that nobody else will report. The error's causes and where it arose are kept with it. */
export function logError(event: string, error: unknown, fields: Fields = {}): void {
  console.error(line("error", event, { ...describe(error), ...fields }));
}

function line(level: string, event: string, fields: Fields): string {
  const said: Fields = { level, event };
  const requestId = observed()?.requestId;
  if (requestId) said.requestId = requestId;
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) said[name] = typeof value === "string" ? redact(value) : value;
  }
  return JSON.stringify(said);
}

function describe(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error, message: String(error) };
  const causes = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 3; cause = cause.cause)
    causes.push(`${cause.name}: ${sayable(cause)}`);
  return {
    error: error.name,
    message: sayable(error),
    ...(causes.length > 0 ? { cause: causes.join("; ") } : {}),
    at: (error.stack ?? "")
      .split("\n")
      .filter((frame) => /^\s+at /.test(frame))
      .slice(0, 4)
      .map((frame) => frame.trim())
      .join(" "),
  };
}

/** JSON's parser quotes what it read, which may be anybody's text. */
function sayable({ name, message }: Error): string {
  return name === "SyntaxError" ? message.replace(/[`"'][\s\S]*[`"']/, "…") : message;
}
