/** A cheap guard in front of everything: the platform's own counter, near the caller, roughly right and hardly waited for. */
import { inTime } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import { networkOf } from "./address.ts";

/** Seconds; the period of the binding in wrangler.jsonc. */
const retryAfter = 10;

/** Milliseconds: it counts on the same machine, or not at all. */
const patience = 100;

/** HTTP 429 for a network that floods; null for all others. Lets everybody through when it cannot tell. */
export async function refuseFlood(
  request: Request,
  { FLOOD_GUARD: guard }: { FLOOD_GUARD?: RateLimit },
): Promise<Response | null> {
  try {
    if (!guard) return null;
    const limited = guard.limit({ key: networkOf(request) });
    const { success } = await inTime("The flood guard", limited, patience);
    return success ? null : refusal();
  } catch (error) {
    logError("flood_guard.unavailable", error);
    return null;
  }
}

function refusal(): Response {
  const message = `Too many requests from one address: try again in ${retryAfter} s.`;
  const extensions = { code: "RATE_LIMITED", bucket: "FLOOD", retryAfter };
  return Response.json(
    { errors: [{ message, extensions }] },
    { status: 429, headers: { "retry-after": String(retryAfter) } },
  );
}
