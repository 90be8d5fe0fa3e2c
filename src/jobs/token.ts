/**
 * Capability tokens: whoever holds one opens one job, for two hours. Only hashes are kept. A job's id is reckoned from its
 * first token by way of its report's key, so whoever guesses is refused by arithmetic, without a look at the job: the same
 * work whether it exists or not.
 */
import { randomBytes } from "node:crypto";
import { hashOf, sameHash } from "../platform/secret.ts";

/** Milliseconds for which a token opens its job. */
export const tokenLifetimeMs = 2 * 60 * 60_000;

/** The last milliseconds of that, in which it can be exchanged for a new one. */
export const renewalMs = 30 * 60_000;

/** A new job's id, and the token that opens it: 256 random bits as base64url. */
export function newJobToken(): { jobId: string; token: string } {
  const token = secret();
  return { jobId: jobIdOf(reportKey(token)), token };
}

/** Another token of the same job: the first one, and 256 bits that are new. */
export function renewedToken(token: string): string {
  return `${firstOf(token)}.${secret()}`;
}

/** Whether a token could open this job; if it does, the job knows. */
export function mayOpen(token: string, jobId: string): boolean {
  return opensReport(reportKey(token), jobId);
}

/** The key in the link to a job's report. It opens nothing else: from it no token can be reckoned. */
export function reportKey(token: string): string {
  return hashOf(`report:${firstOf(token)}`);
}

/** Whether a key opens the report of this job. */
export function opensReport(key: string, jobId: string): boolean {
  return sameHash(jobIdOf(key), jobId);
}

function jobIdOf(key: string): string {
  return hashOf(`job:${key}`).slice(0, 32);
}

function firstOf(token: string): string {
  return token.split(".", 1)[0] ?? "";
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}
