/** Failures in the services' own words. */
import { type Behaviour, ProviderDown, slowMs } from "./behaviour.ts";
import type { PlayedName } from "./played.ts";

/**
 * The answer of a provider on such a day.
 * @param answer what it would say on a good one; asked only where it gets so far.
 * @throws {ProviderDown} for `down`.
 */
export async function answerOn(
  behaviour: Behaviour,
  name: PlayedName,
  answer: () => Response,
): Promise<Response> {
  switch (behaviour) {
    case "normal":
      return answer();
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, slowMs));
      return answer();
    case "rate-limited":
      return Response.json(tooMany[name], { status: 429, headers: { "retry-after": "7" } });
    case "quota-exhausted":
      return name === "google-books"
        ? Response.json(googleQuota, { status: 429 })
        : Response.json({ message: "Limit Exceeded" }, { status: 429 });
    case "server-error":
      return Response.json({ error: { code: 500, message: "Backend Error" } }, { status: 500 });
    case "malformed":
      return new Response((await answer().text()).slice(0, -7), {
        headers: { "content-type": "application/json" },
      });
    case "blocked":
      return new Response(challenge, { status: 403, headers: { "content-type": "text/html" } });
    case "down":
      throw new ProviderDown(`${name} is down`);
  }
}

const tooMany: Record<PlayedName, unknown> = {
  "google-books": {
    error: {
      code: 429,
      message:
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'books.googleapis.com'.",
      errors: [{ message: "Quota exceeded", domain: "global", reason: "rateLimitExceeded" }],
      status: "RESOURCE_EXHAUSTED",
    },
  },
  "open-library": { error: "Too Many Requests" },
  isbndb: { message: "Too Many Requests" },
  wikidata: {
    error: {
      code: "ratelimited",
      info: "You've exceeded your rate limit. Please wait some time and try again.",
    },
  },
};

const googleQuota = {
  error: {
    code: 429,
    message:
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service 'books.googleapis.com'.",
    errors: [{ message: "Quota exceeded", domain: "global", reason: "rateLimitExceeded" }],
    status: "RESOURCE_EXHAUSTED",
    details: [
      {
        reason: "RATE_LIMIT_EXCEEDED",
        metadata: { quota_unit: "1/d/{project}", quota_limit: "defaultPerDayPerProject" },
      },
    ],
  },
};

const challenge = `<!DOCTYPE html>
<html><head><title>Just a moment...</title></head><body><p>Complete the captcha to continue.</p></body></html>`;
