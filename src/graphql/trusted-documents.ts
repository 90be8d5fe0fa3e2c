/**
 * Trusted documents: where a deployment says `DOCUMENTS: "trusted"`, it runs the operations of schema/operations and no
 * others, whichever client's dialect they come in. Callers with a role may explore.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import operations from "../../schema/manifests/worker.json" with { type: "json" };
import type { Context } from "../context.ts";
import { hashOf } from "../platform/secret.ts";

let bodies: Map<string, string> | null = null;

/** The operation that a manifest lists under this id, or null. */
export function trustedDocument(id: string): string | null {
  // One text for both dialects, which ask for the same: it is Apollo iOS', whose id is its hash.
  bodies ??= new Map(
    operations.flatMap(({ apolloClientId, body }) => [[apolloClientId, body] as const, [hashOf(body), body]]),
  );
  return bodies.get(id) ?? null;
}

/** Refuses what is not listed with DOCUMENT_NOT_TRUSTED, after validation and before anything is read. */
export function useTrustedDocuments(): Plugin<Context> {
  const mayRun = ({ document, contextValue: { env, caller } }: ExecutionArgs & { contextValue: Context }) =>
    // Whoever was given a role by this deployment may explore.
    env.DOCUMENTS !== "trusted" || caller.roles.length > 0 || isTrusted(document);
  return {
    onExecute({ args, setResultAndStopExecution }) {
      if (!mayRun(args)) setResultAndStopExecution({ errors: [notTrusted()] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      if (!mayRun(args)) setResultAndStopExecution({ errors: [notTrusted()] });
    },
  };
}

let listed: Set<string> | null = null;
const known = new WeakMap<DocumentNode, boolean>();

function isTrusted(document: DocumentNode): boolean {
  const before = known.get(document);
  if (before !== undefined) return before;
  listed ??= new Set(operations.map(({ body }) => canonical(parse(body))));
  const is = listed.has(canonical(document));
  known.set(document, is);
  return is;
}

/** Without what clients add in different places: each its `__typename`s, and an order of definitions. */
function canonical(document: DocumentNode): string {
  const plain = visit(document, {
    Field: ({ name, alias, directives }) =>
      name.value === "__typename" && !alias && !directives?.length ? null : undefined,
  });
  return plain.definitions
    .map((definition) => stripIgnoredCharacters(print(definition)))
    .sort()
    .join("\n");
}

const notTrusted = () =>
  new GraphQLError(
    "This deployment runs only the operations that it lists, in schema/operations. An API key with a role may run others.",
    { extensions: { code: "DOCUMENT_NOT_TRUSTED", http: { status: 403, spec: true } } },
  );
