/** Sends random requests to a running server and judges every answer by what must hold for all of them. */
import type { GraphQLSchema } from "graphql";
import { seeded } from "./random.ts";
import { randomRequest } from "./random-request.ts";

/** What was wrong with an answer; `seed` makes the request again. */
export type Finding = { seed: number; what: string; request: string; answer: string };

/** Milliseconds after which a request hangs. Nobody waits for the stream of a job that nobody works on. */
const patience = 20_000;
/** A stack, a statement, a file of ours, or the word of a masked error. */
const inside =
  /\bat [\w.<>]+ \(|node_modules|\.ts:\d+|SQLITE_|D1_ERROR|SELECT \w|TypeError|is not a function|Cannot read prop|INTERNAL_SERVER_ERROR/;

/** Sends requests with the seeds from `first` on, so many at once. Returns what broke a rule, and how often each status came. */
export async function fuzz(
  schema: GraphQLSchema,
  endpoint: string,
  { first, count, atOnce }: { first: number; count: number; atOnce: number },
): Promise<{ findings: Finding[]; statuses: Map<number, number> }> {
  const findings: Finding[] = [];
  const statuses = new Map<number, number>();
  let next = first;
  const work = async () => {
    while (next < first + count) {
      const seed = next++;
      const request = randomRequest(schema, seeded(seed), endpoint);
      const shown = `${request.method} ${decodeURIComponent(new URL(request.url).search)} ${await request.clone().text()}`;
      const found = (what: string, answer: string) =>
        findings.push({ seed, what, request: shown.slice(0, 2_000), answer: answer.slice(0, 2_000) });
      try {
        const response = await fetch(request, { signal: AbortSignal.timeout(patience) });
        const text = await response.text();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (response.status >= 500) found(`status ${response.status}`, text);
        else if (inside.test(text)) found("our inside", text);
        else if (text === "" && response.status !== 304) found("no word", "");
        else if (/json/.test(response.headers.get("content-type") ?? "")) JSON.parse(text);
      } catch (error) {
        found(error instanceof Error ? error.name : "failed", String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { findings, statuses };
}
