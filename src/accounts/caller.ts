/** Who is asking: anybody, or the holder of a key that this deployment was given. */
import { GraphQLError } from "graphql";
import { forbidden } from "../errors.ts";
import { hashOf, sameHash } from "../platform/secret.ts";

/** An admin may all that an editor may. */
export type Role = "admin" | "editor";

/** `bucketKey` tells callers apart for rate limits; it is a hash, and never logged. */
export type Caller = { roles: Role[]; readonly bucketKey: string };

type Keys = { ADMIN_API_KEY?: string; EDITOR_API_KEY?: string };

/** Reads `Authorization: Bearer …` or `X-API-Key`; a key that this deployment does not know is no key. */
export function callerOf(request: Request, keys: Keys): Caller {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const key = bearer ?? request.headers.get("x-api-key");
  const roles: Role[] = isKey(key, keys.ADMIN_API_KEY)
    ? ["admin", "editor"]
    : isKey(key, keys.EDITOR_API_KEY)
      ? ["editor"]
      : [];
  // Cloudflare sets the header and drops the client's own; without it there is one machine only.
  const address = request.headers.get("cf-connecting-ip") ?? "local";
  const origin = roles.length > 0 ? `key:${key}` : `ip:${networkOf(address)}`;
  return {
    roles,
    // Most requests spend nothing: the hash is made for those that do.
    get bucketKey() {
      return hashOf(origin);
    },
  };
}

/** Whoever has IPv6 has a /64 of addresses (RFC 6177) and must not have as many limits; an IPv4 address is itself. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [left = [], right = []] = address
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16)).join(":");
}

/** @throws UNAUTHENTICATED without a key, FORBIDDEN with one that lacks the role. */
export function requireRole({ roles }: Caller, role: Role): void {
  if (roles.includes(role)) return;
  if (roles.length > 0) throw forbidden(`This needs the role ${role}.`);
  throw new GraphQLError(`This needs an API key with the role ${role}: send it as Authorization: Bearer.`, {
    extensions: { code: "UNAUTHENTICATED" },
  });
}

function isKey(given: string | null | undefined, known: string | undefined): boolean {
  return Boolean(given && known) && sameHash(hashOf(given ?? ""), hashOf(known ?? ""));
}
