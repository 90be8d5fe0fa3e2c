/** How a request says who sends it. */
import { badCredentials } from "./refusals.ts";

/** What was sent; `isBearer` tells a value that may be a key or a token from one that is a key. */
export type Credentials = { value: string; isBearer: boolean };

/** Access puts a token into every request that it lets through; it is of no concern where another issuer is trusted. */
const accessIssuer = /^https:\/\/[^/]+\.cloudflareaccess\.com\/?$/;

/**
 * Reads `Authorization: Bearer` or `X-API-Key`, and where Cloudflare Access is the issuer its header; null when there is none.
 * @throws UNAUTHENTICATED for what cannot be understood: who tries to be somebody is never taken for anybody.
 */
export function credentialsOf({ headers }: Pick<Request, "headers">, env: object): Credentials | null {
  const [authorization, key] = [headers.get("authorization"), headers.get("x-api-key")];
  if (authorization && key) {
    throw badCredentials("Send either Authorization or X-API-Key: both at once leave open who is asking.");
  }
  if (authorization) {
    const value = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!value) throw badCredentials("Authorization must read: Bearer, a space, and one token or API key.");
    return { value, isBearer: true };
  }
  if (key) return { value: key, isBearer: false };
  const assertion = headers.get("cf-access-jwt-assertion");
  const isAccess = "AUTH_ISSUER" in env && accessIssuer.test(String(env.AUTH_ISSUER));
  return assertion && isAccess ? { value: assertion, isBearer: true } : null;
}
