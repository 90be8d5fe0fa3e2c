/** An issuer's public keys: fetched once an isolate, again every ten minutes, and when a token names a new one. */
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";

/** Milliseconds. */
const timing = {
  /** How long keys are taken for the issuer's. */
  cacheMaxAge: 10 * 60_000,
  /** The least time between two looks for a key that is not there: tokens with made-up key names cost no fetch. */
  cooldownDuration: 30_000,
  timeoutDuration: 3_000,
};

/** How long an issuer that did not answer is left alone, so that callers are told at once. */
const restMs = 5_000;

/** An issuer's keys cannot be had. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

type Fetch = (request: Request) => Promise<Response>;

const known = new Map<string, JWTVerifyGetKey>();

/** The keys at `url`, by the name that a token gives. @throws KeysUnavailable when they cannot be had. */
export function keySet(url: string, fetch: Fetch): JWTVerifyGetKey {
  const keys = known.get(url) ?? remoteKeys(url, fetch);
  known.set(url, keys);
  return keys;
}

function remoteKeys(url: string, fetch: Fetch): JWTVerifyGetKey {
  let restsUntil = 0;
  const patientFetch: typeof globalThis.fetch = async (address, init) => {
    if (Date.now() < restsUntil) throw new KeysUnavailable("The issuer did not answer a moment ago");
    try {
      const response = await fetch(new Request(address, init));
      // Read here, so that what is no key set counts as no answer.
      const body: unknown = response.status === 200 ? await response.json() : null;
      if (isKeySet(body)) return Response.json(body);
      throw new Error(`The issuer answered ${response.status}, and no key set`);
    } catch (error) {
      restsUntil = Date.now() + restMs;
      throw new KeysUnavailable(error instanceof Error ? error.message : String(error));
    }
  };
  return createRemoteJWKSet(new URL(url), { ...timing, [customFetch]: patientFetch });
}

function isKeySet(body: unknown): boolean {
  return typeof body === "object" && body !== null && "keys" in body && Array.isArray(body.keys);
}
