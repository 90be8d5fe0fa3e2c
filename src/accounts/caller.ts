/** Who is asking: anybody, somebody whom the issuer knows, or a machine with a key of this deployment. */
import { GraphQLError } from "graphql";
import { logError } from "../platform/log.ts";
import { outbound } from "../platform/outbound.ts";
import { hashOf } from "../platform/secret.ts";
import { networkOf } from "./address.ts";
import { roleOfKey } from "./api-keys.ts";
import { credentialsOf } from "./credentials.ts";
import { keySet } from "./key-set.ts";
import { authUnavailable, badCredentials } from "./refusals.ts";
import { including, type Role } from "./roles.ts";
import { type TokenRules, tokenRules, verifyToken } from "./token.ts";

/** `id` tells callers apart, for rate limits and as a job's owner; it is a hash, and never logged. */
export type Caller = { kind: "anybody" | "user" | "key"; id: string; roles: readonly Role[] };

/** As whom a caller owns what they start; null for all but users, for a key may have many hands. */
export function ownerId({ kind, id }: Caller): string | null {
  return kind === "user" ? id : null;
}

type Bindings = object & { OUTBOUND?: Pick<Fetcher, "fetch"> };

const recognised = new WeakMap<Request, Promise<Caller>>();

/**
 * Recognises a request's caller, once a request. Asks nobody about a request without credentials.
 * @throws UNAUTHENTICATED when credentials were sent and are not good, AUTH_UNAVAILABLE when they cannot be checked.
 */
export function callerOf(request: Request, env: Bindings, now: () => Date): Promise<Caller> {
  const caller = recognised.get(request) ?? recognise(request, env, now);
  recognised.set(request, caller);
  return caller;
}

async function recognise(request: Request, env: Bindings, now: () => Date): Promise<Caller> {
  const credentials = credentialsOf(request, env);
  if (!credentials) return anybody(request);
  const { value, isBearer } = credentials;
  try {
    const role = roleOfKey(value, env);
    if (role) return { kind: "key", id: hashOf(`key:${value}`), roles: including(role) };
    if (!isBearer) throw badCredentials("This service does not know that API key.");
    const rules = tokenRules(env);
    if (!rules) throw badCredentials("This service takes no tokens, and does not know that API key.");
    return await holderOf(value, rules, env, now());
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    logError("auth.unavailable", error);
    throw authUnavailable();
  }
}

/** Most of what anybody asks is not counted, and needs no hash. */
function anybody(request: Request): Caller {
  return {
    kind: "anybody",
    get id() {
      return hashOf(`ip:${networkOf(request)}`);
    },
    roles: [],
  };
}

async function holderOf(token: string, rules: TokenRules, env: Bindings, now: Date): Promise<Caller> {
  const keys = keySet(rules.keysUrl, outbound(env));
  const { subject, roles } = await verifyToken(token, rules, { keys, now });
  return { kind: "user", id: hashOf(`user:${rules.issuer} ${subject}`), roles };
}
