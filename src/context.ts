/** Bindings in, what resolvers need out: made once per request. */
import { callerOf } from "./accounts/caller.ts";
import { bookmarkHeader } from "./graphql/d1-headers.ts";
import { RequestDatabase } from "./platform/d1.ts";

/** What a Worker invocation gives: its bindings, and a way to finish work after the answer. */
export type Invocation = { env: Env; waitUntil: (work: Promise<unknown>) => void };

export type Context = Awaited<ReturnType<typeof createContext>>;

/** `now` is the one clock a request reads. @throws when credentials were sent that are not good. */
export async function createContext({ env, waitUntil, request }: Invocation & { request: Request }) {
  const now = () => new Date();
  return {
    request,
    db: new RequestDatabase(env.DB, request.headers.get(bookmarkHeader)),
    env,
    waitUntil,
    /** The number of the event that a subscription is telling, for transports that resume. */
    eventId: null as number | null,
    /** Sentences for `extensions.notes`. */
    notes: [] as string[],
    caller: await callerOf(request, env, now),
    now,
  };
}
