/** Does requested enrichments, ten at a time: on a cron, and whenever the queue says that there are some. */
import * as z from "zod";
import { authorKey } from "../authors/name.ts";
import { fillAuthor } from "../authors/save.ts";
import { authorsById } from "../authors/store.ts";
import { providers } from "../books/record.ts";
import { isbnOrNull } from "../isbn.ts";
import { RequestDatabase } from "../platform/d1.ts";
import { logError } from "../platform/log.ts";
import { answerCache, byAuthor } from "./cache.ts";
import { type Asking, ask } from "./client.ts";
import type { Attempt } from "./pipeline.ts";
import { type Claimed, claim, type Outcome, settle } from "./requests.ts";
import { serviceOf } from "./services.ts";

/** Requests done side by side. */
export const batchSize = 10;
/** Milliseconds that a provider's pace may keep a request waiting. */
const patienceMs = 20_000;

type Done = { attempts: Attempt[]; outcome: Outcome };

/** Claims and does one batch; returns how many there were. What fails is tried again later. */
export async function processRequests(env: Env, now: () => Date): Promise<number> {
  const db = new RequestDatabase(env.DB);
  const requests = await claim(db, batchSize, now());
  await Promise.all(
    requests.map(async (request) => {
      const done = await enrich(env, db, request, now).catch((error: unknown): Done => {
        logError("enrichment.failed", error, { entity: request.entity });
        return { attempts: [], outcome: "failed" };
      });
      await settle(db, request, done, now());
    }),
  );
  return requests.length;
}

function enrich(env: Env, db: RequestDatabase, request: Claimed, now: () => Date): Promise<Done> {
  if (request.entity === "EDITION") return enrichEditions(env, [request.key], request);
  return request.entity === "WORK" ? enrichWork(env, db, request) : enrichAuthor(env, db, request, now);
}

/** Each edition through its own object, forced: somebody asked for it. */
async function enrichEditions(
  env: Env,
  isbns: readonly string[],
  { providers: wanted }: Claimed,
): Promise<Done> {
  const names = wanted === null ? null : z.array(z.enum(providers)).parse(JSON.parse(wanted));
  const results = await Promise.all(
    isbns.map((isbn) => env.ENRICHMENTS.get(env.ENRICHMENTS.idFromName(isbn)).enrich(isbn, true, names)),
  );
  const outcomes = results.map(({ attempts }) => outcomeOf(attempts));
  const attempts = results.flatMap(({ attempts }) => attempts);
  if (outcomes.includes("failed")) return { attempts, outcome: "failed" };
  return { attempts, outcome: outcomes.find((outcome) => outcome !== "done") ?? "done" };
}

/**
 * Done when somebody knew it, or when all say that they do not. Whom the gate kept us from asking has not failed: the
 * request waits until the first of them may be asked, without using up a retry.
 */
function outcomeOf(attempts: readonly Attempt[]): Outcome {
  if (attempts.some(({ found }) => found) || attempts.every(({ succeeded }) => succeeded)) return "done";
  const unanswered = attempts.filter(({ succeeded }) => !succeeded);
  const opening = unanswered.flatMap(({ closedUntil }) => closedUntil?.getTime() ?? []);
  return opening.length === unanswered.length ? { notBefore: new Date(Math.min(...opening)) } : "failed";
}

/** A work is what its editions say of it: the first few are asked about. */
async function enrichWork(env: Env, db: RequestDatabase, request: Claimed): Promise<Done> {
  const editions = await db.all<{ isbn: string }>(
    "SELECT isbn FROM books WHERE work_id = ? ORDER BY isbn LIMIT 5",
    request.key,
  );
  return enrichEditions(
    env,
    editions.flatMap(({ isbn }) => isbnOrNull(isbn) ?? []),
    request,
  );
}

/** An author's facts from Wikidata: the one of that name, and of that birth year where we know it. */
async function enrichAuthor(env: Env, db: RequestDatabase, { key }: Claimed, now: () => Date): Promise<Done> {
  const [author] = await authorsById(db, [key]);
  const service = serviceOf(env, "WIKIDATA");
  const operation = service?.adapter.authorsNamed;
  if (!author || !service || !operation) return { attempts: [], outcome: "done" };
  const asking: Asking = {
    gates: env.PROVIDER_GATES,
    cache: answerCache({ kv: env.CACHE, bucket: env.FILES, nearest: null }),
    fetch: (request) => (env.OUTBOUND ?? globalThis).fetch(request),
    now,
  };
  const { result, tookMs, closedUntil } = await ask(
    service,
    operation,
    { name: author.name, limit: 5 },
    asking,
    {
      patienceMs,
      isFresh: false,
      kind: byAuthor,
    },
  );
  const named = result.outcome === "found" ? result.records : [];
  const known = named.filter(({ name }) => authorKey(name) === authorKey(author.name));
  const same = known.find(
    ({ birthYear }) => author.birth_year === null || birthYear === null || birthYear === author.birth_year,
  );
  const fieldsUpdated = same
    ? await fillAuthor(db, author, { ...same, wikidataId: same.identifiers.wikidata }, now())
    : [];
  const attempt: Attempt = {
    provider: "WIKIDATA",
    succeeded: result.outcome !== "failed",
    found: result.outcome === "found",
    closedUntil,
    error: result.outcome === "found" ? null : result.message,
    tookMs,
    fieldsUpdated,
  };
  return { attempts: [attempt], outcome: outcomeOf([attempt]) };
}
