/** Capability tokens: whoever holds one opens one job. Only hashes are kept. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits as base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token: its SHA-256 as hex. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Compares two hashes in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A token that opens only the job's report, so that a link to it does not open the job. */
export function reportToken(tokenHash: string): string {
  return createHash("sha256").update(`report:${tokenHash}`).digest("base64url");
}
