/**
 * Keeps foreign web pages from making a visitor's browser ask on their behalf: what a browser sends without asking first
 * must carry a header that it never sends without asking first. https://www.apollographql.com/docs/graphos/routing/security/csrf
 */
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context, Invocation } from "../context.ts";
import { isAllowedOrigin } from "../http/cors.ts";

/** Apollo's clients send the first two by themselves. */
const proofs = ["x-apollo-operation-name", "apollo-require-preflight", "graphql-require-preflight"];

/** A form's content types, which pages may send anywhere. */
const formTypes = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** Refuses what may have been sent by a page that is not on the list. */
export function useCsrfPrevention(): Plugin<Context, Invocation> {
  return {
    onRequestParse({ request, serverContext: { env } }) {
      if (proofs.some((header) => request.headers.has(header))) return;
      const type = request.headers.get("content-type");
      if (type && !formTypes.test(type)) return;
      // Only browsers tell where a request comes from; reading by GET is free to everybody else.
      if (request.method !== "POST" && !isForeign(request, env)) return;
      throw new GraphQLError(
        `A browser could be made to send this unasked: add the header apollo-require-preflight, with any value${request.method === "POST" ? ", or send application/json" : ""}.`,
        { extensions: { code: "CSRF_PREVENTED", http: { status: 400 } } },
      );
    },
  };
}

function isForeign(request: Request, env: Env): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  return (site === "cross-site" || site === "same-site") && !(origin && isAllowedOrigin(origin, env));
}
