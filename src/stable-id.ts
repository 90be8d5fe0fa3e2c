/** Ids made from what a thing is, so that two writers who meet the same thing give it the same id. */
import { createHash } from "node:crypto";

/** 16 characters of base64url from the SHA-256 of `kind` and `key`: 96 bits, the same for the same key. */
export function stableId(kind: "work" | "author", key: string): string {
  return createHash("sha256").update(`${kind}:${key}`).digest("base64url").slice(0, 16);
}
