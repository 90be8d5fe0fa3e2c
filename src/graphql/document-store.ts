/** Documents by their SHA-256, as clients registered them: in KV for every isolate, and in memory for this one. */
import { fromCache, soon } from "../platform/in-time.ts";

type Store = Pick<KVNamespace, "get" | "put">;

/** A month; who comes back later sends the document again. */
const lifetimeSeconds = 30 * 86_400;

/** Longer documents run, but are not kept. */
const keptCharacters = 20_000;

const remembered = new Map<string, string>();
const rememberedAtMost = 500;

/** The document with this hash, or null. KV being down is no reason to fail: the client sends the document. */
export async function documentByHash(store: Store, hash: string): Promise<string | null> {
  const near = remembered.get(hash);
  if (near !== undefined) return near;
  const far = await fromCache(store.get(keyOf(hash)));
  if (far !== null) remember(hash, far);
  return far;
}

/** Keeps a document under its hash, which the caller has verified. */
export async function keepDocument(store: Store, hash: string, text: string): Promise<void> {
  if (remembered.has(hash) || text.length > keptCharacters) return;
  remember(hash, text);
  await soon("documents.not_kept", store.put(keyOf(hash), text, { expirationTtl: lifetimeSeconds }));
}

const keyOf = (hash: string) => `document:${hash}`;

/** The oldest makes room. */
function remember(hash: string, text: string): void {
  const [oldest] = remembered.keys();
  if (oldest !== undefined && remembered.size >= rememberedAtMost) remembered.delete(oldest);
  remembered.set(hash, text);
}
