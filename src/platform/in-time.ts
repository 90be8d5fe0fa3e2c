/** Bindings that fail or hang: nobody waits for ever, and what a client is told of it is always the same. */
import { unavailable } from "../errors.ts";
import { logError } from "./log.ts";

/** Milliseconds; what takes longer is taken for down. */
export const patience = 2_000;

/** The promise's value, or an error once patience is over. */
export async function inTime<Value>(what: string, promise: Promise<Value>, ms = patience): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds that a cache may take before it is quicker to do without. */
const cachePatience = 500;

/** What a cache has, or null: one that is slow or down is one that is empty. */
export function fromCache<Value>(read: Promise<Value | null>): Promise<Value | null> {
  return inTime("The cache", read, cachePatience).catch(() => null);
}

/** Milliseconds that what cannot be done without may take. */
const longest = 10_000;

/**
 * What a binding that cannot be done without answers. An error that `isOurs` is a mistake in what was asked, and thrown
 * as it is.
 * @throws UNAVAILABLE when it fails or takes too long, naming `what` to the client and the cause to the log.
 */
export async function needed<Value>(
  what: string,
  promise: Promise<Value>,
  isOurs: (error: unknown) => boolean = () => false,
): Promise<Value> {
  try {
    return await inTime(what, promise, longest);
  } catch (error) {
    if (isOurs(error)) throw error;
    logError("binding.unavailable", error, { what });
    throw unavailable(`${what} cannot be reached just now: try again.`);
  }
}

/** Something that is done again by itself later when it fails now: the failure is logged, and nobody waits for it. */
export async function soon(event: string, promise: Promise<unknown>): Promise<void> {
  await inTime(event, promise).catch((error: unknown) => logError(event, error));
}
