/** Capability tokens: whoever holds one opens one job, for two hours. Only hashes are kept. */
import { randomBytes } from "node:crypto";
import { hashOf } from "../platform/secret.ts";

/** Milliseconds for which a token opens its job. */
export const tokenLifetimeMs = 2 * 60 * 60_000;

/** The last milliseconds of that, in which it can be exchanged for a new one. */
export const renewalMs = 30 * 60_000;

/** 256 random bits as base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A key that opens only the job's report, so that a link to it does not open the job. */
export function reportKey(tokenHash: string): string {
  return hashOf(`report:${tokenHash}`);
}
