/** What an HTTP answer is before anybody looks for books in it: data, an honest "no", or a failure with a name. */
import * as z from "zod/mini";
import type { Failure, HttpAnswer } from "./provider.ts";

/** The shapes in which these services put errors into bodies, also under status 200. */
const errorBody = z.object({
  error: z.catch(
    z.nullable(
      z.union([
        z.pipe(
          z.string(),
          z.transform((message) => ({ message, status: "", code: "", reasons: [message] })),
        ),
        z.pipe(
          z.object({
            message: z.catch(z.string(), ""),
            info: z.catch(z.string(), ""),
            status: z.catch(z.string(), ""),
            code: z.catch(z.pipe(z.union([z.string(), z.number()]), z.transform(String)), ""),
            errors: z.catch(z.array(z.object({ reason: z.string() })), []),
            details: z.catch(
              z.array(
                z.object({
                  reason: z.catch(z.string(), ""),
                  metadata: z.catch(z.object({ quota_unit: z.catch(z.string(), "") }), { quota_unit: "" }),
                }),
              ),
              [],
            ),
          }),
          z.transform(({ message, info, status, code, errors, details }) => ({
            message: message || info,
            status,
            code,
            reasons: [...errors, ...details]
              .map(({ reason }) => reason)
              .concat(details.map(({ metadata }) => metadata.quota_unit)),
          })),
        ),
      ]),
    ),
    null,
  ),
  message: z.catch(z.string(), ""),
  errorMessage: z.catch(z.string(), ""),
});

/** A body of JSON, "nothing is known" (404, or an empty 200), or why there is neither. */
export type Opened = { outcome: "data"; data: unknown } | { outcome: "none" } | Failure;

/**
 * Opens an answer. Statuses, Retry-After, Google's error reasons, MediaWiki's error codes, AWS gateway messages (ISBNdb)
 * and pages for people are understood here, so that an adapter sees only data.
 */
export function open(answer: HttpAnswer): Opened {
  const page = /^\s*<(!doctype|html|head|body|\?xml)/i.test(answer.body);
  const data = page ? undefined : json(answer.body);
  const told = errorIn(data);
  if (isRateLimit(answer.status, told)) return rateLimited(answer, told);
  if (page && answer.status !== 404 && answer.status < 500) return blocked(answer);
  if (page && /captcha|challenge|just a moment|attention required/i.test(answer.body)) return blocked(answer);
  if (answer.status === 401 || answer.status === 403 || isKeyProblem(told)) {
    return failed("unauthorised", `status ${answer.status}: ${told.message || "the key was not accepted"}`);
  }
  if (answer.status === 404 || answer.status === 410) return { outcome: "none" };
  if (answer.status >= 500)
    return failed("server-error", `status ${answer.status}: ${told.message || "no reason given"}`);
  if (answer.status >= 400)
    return failed("rejected", `status ${answer.status}: ${told.message || "no reason given"}`);
  if (answer.status >= 300) return failed("malformed", `status ${answer.status}: an unexpected redirect`);
  if (data === undefined) {
    if (answer.body.trim() === "") return failed("malformed", "the answer is empty");
    return failed("malformed", `the answer is not JSON: ${JSON.stringify(answer.body.slice(0, 60))}`);
  }
  if (told.present)
    return failed(/internal|db_|readonly/i.test(told.code) ? "server-error" : "rejected", told.message);
  return { outcome: "data", data };
}

/** A failure of a kind that needs no further words than a message. */
export function failed(kind: Exclude<Failure["kind"], "rate-limited">, message: string): Failure {
  return { outcome: "failed", kind, message };
}

type Told = { present: boolean; message: string; status: string; code: string; reasons: string[] };

function errorIn(data: unknown): Told {
  const body = errorBody.safeParse(data).data;
  const { error = null, message = "", errorMessage = "" } = body ?? {};
  if (error) return { present: true, ...error, message: error.message || "an error without words" };
  return { present: false, message: errorMessage || message, status: "", code: "", reasons: [] };
}

function isRateLimit(status: number, told: Told): boolean {
  const words = [...told.reasons, told.status, told.code];
  return (
    status === 429 ||
    words.some((word) =>
      /^(userRateLimitExceeded|rateLimitExceeded|RATE_LIMIT_EXCEEDED|dailyLimitExceeded\w*|quotaExceeded|RESOURCE_EXHAUSTED|maxlag|ratelimited|TooManyRequests)$/i.test(
        word,
      ),
    )
  );
}

function rateLimited(answer: HttpAnswer, told: Told): Failure {
  // Google's minute and day quotas share their status and reason: only the unit or the words tell them apart. Google
  // Books says "rateLimitExceeded" for the day, and nothing in it names a minute; AWS says "Limit Exceeded" for a plan.
  const perMinute =
    told.reasons.some((reason) => /^1\/(min|s)/.test(reason)) ||
    /per minute|per 100 seconds|per second/i.test(told.message);
  const perDay =
    told.reasons.some((reason) => /^(dailyLimit|quotaExceeded|rateLimitExceeded$|1\/d)/.test(reason)) ||
    /per day|daily limit|^limit exceeded/i.test(told.message);
  return {
    outcome: "failed",
    kind: "rate-limited",
    message: told.message || `status ${answer.status}`,
    retryAfterSeconds: retryAfter(answer.headers),
    quotaExhausted: perDay && !perMinute,
  };
}

function isKeyProblem(told: Told): boolean {
  return (
    told.reasons.some((reason) =>
      /^(keyInvalid|keyExpired|API_KEY_INVALID|accessNotConfigured|forbidden|authError)$/i.test(reason),
    ) || /^(UNAUTHENTICATED|PERMISSION_DENIED)$/.test(told.status)
  );
}

/** Seconds, or an HTTP date measured by the answer's own clock; null where it does not say. */
function retryAfter(headers: Headers): number | null {
  const value = headers.get("retry-after")?.trim();
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(headers.get("date") ?? "")) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

function blocked(answer: HttpAnswer): Failure {
  const title = /<title[^>]*>([^<]*)/i.exec(answer.body)?.[1]?.trim();
  return failed(
    "blocked",
    `status ${answer.status}: a page for people instead of data${title ? `, "${title}"` : ""}`,
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
