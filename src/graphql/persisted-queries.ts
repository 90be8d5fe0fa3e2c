/**
 * Automatic persisted queries: a client sends a document's SHA-256 in its place, and with the document once, when
 * nobody here knows it: https://www.apollographql.com/docs/apollo-server/performance/apq#protocol.
 */
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import * as z from "zod/mini";
import type { Context, Invocation } from "../context.ts";
import { hashOf } from "../platform/secret.ts";
import { documentByHash, keepDocument } from "./document-store.ts";

const persistedQuery = z.object({
  version: z.literal(1),
  sha256Hash: z.string().check(z.regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in lower-case hex")),
});

/** `known` answers documents that need no registration. */
export function usePersistedQueries(known: (hash: string) => string | null): Plugin<Context, Invocation> {
  const unregistered = new WeakMap<Request, { hash: string; text: string }>();
  /** What failed validation or may not run never gets here, so it is never kept. */
  const register = ({ request, env, waitUntil }: Context) => {
    const document = unregistered.get(request);
    if (document) waitUntil(keepDocument(env.CACHE, document.hash, document.text));
  };
  return {
    async onParams({ request, params, setParams, context }) {
      const extension: unknown = params.extensions?.persistedQuery;
      if (extension === undefined || extension === null) return;
      const hash = hashIn(extension);
      if (params.query) {
        if (hashOf(params.query) !== hash) throw mismatch();
        unregistered.set(request, { hash, text: params.query });
        return;
      }
      const text = known(hash) ?? (await documentByHash(context.env.CACHE, hash));
      if (text === null) throw notFound();
      setParams({ ...params, query: text });
    },
    onExecute: ({ args: { contextValue } }) => register(contextValue),
    onSubscribe: ({ args: { contextValue } }) => register(contextValue),
  };
}

function hashIn(extension: unknown): string {
  const read = persistedQuery.safeParse(extension);
  if (read.success) return read.data.sha256Hash;
  const [issue] = read.error.issues;
  if (issue?.path[0] === "version") throw notSupported();
  throw refusal(
    "BAD_USER_INPUT",
    `extensions.persistedQuery.sha256Hash: ${issue?.code === "invalid_type" ? "is missing" : issue?.message}`,
  );
}

// Apollo's clients read these two by their exact words, and Apollo iOS only in an answer with status 200.
const notFound = () => asked("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND");
const notSupported = () => asked("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED");

const asked = (message: string, code: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 200 } } });

const mismatch = () =>
  refusal(
    "PERSISTED_QUERY_HASH_MISMATCH",
    "extensions.persistedQuery.sha256Hash: is not the SHA-256 of the query that came with it",
  );

const refusal = (code: string, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } });
