/** API keys for internal callers: known by their hashes, compared in constant time. */
import * as z from "zod/mini";
import { hashOf, sameHash } from "../platform/secret.ts";
import { listed } from "./listed.ts";
import { type Role, roles } from "./roles.ts";

type KnownKey = { role: Role; hash: string };

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/i, "must be a SHA-256 as 64 hex digits"));

const role = z.enum(roles, `must be of ${roles.join(", ")}`);
const pairs = z.pipe(
  listed,
  z.transform((words) => words.map((word) => word.split(":"))),
);

const bindings = z.object({
  /** `role:hash` pairs, a list. */
  API_KEY_HASHES: z._default(z.pipe(pairs, z.array(z.tuple([role, hash], "must be role:hash"))), []),
  ADMIN_API_KEY: z.optional(z.string()),
  EDITOR_API_KEY: z.optional(z.string()),
});

/**
 * The role of a key; null for one that this deployment does not know.
 * @throws for the operator when the bindings cannot be read, naming the one at fault.
 */
export function roleOfKey(key: string, env: object): Role | null {
  const given = hashOf(key);
  let found: Role | null = null;
  // All are compared, so that the time does not tell which one was met.
  for (const known of knownKeys(env)) if (sameHash(known.hash, given)) found = known.role;
  return found;
}

function knownKeys(env: object): KnownKey[] {
  const { data, error } = bindings.safeParse(env);
  if (!data) throw new Error(`The API keys are misconfigured. ${z.prettifyError(error)}`);
  return [
    ...data.API_KEY_HASHES.map(([role, known]) => ({ role, hash: known.toLowerCase() })),
    ...(data.EDITOR_API_KEY ? [{ role: "editor" as const, hash: hashOf(data.EDITOR_API_KEY) }] : []),
    ...(data.ADMIN_API_KEY ? [{ role: "admin" as const, hash: hashOf(data.ADMIN_API_KEY) }] : []),
  ];
}
