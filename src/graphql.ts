/** Yoga, once per isolate: the endpoint, its plugins and the context. */
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { createYoga } from "graphql-yoga";
import { type Context, createContext, type Invocation } from "./context.ts";
import { useArgumentNames } from "./graphql/argument-names.ts";
import { useStrictBody } from "./graphql/body.ts";
import { useCostLimit } from "./graphql/cost.ts";
import { useCsrfPrevention } from "./graphql/csrf.ts";
import { useD1Headers } from "./graphql/d1-headers.ts";
import { useDeferRules } from "./graphql/defer-rules.ts";
import { DocumentCache } from "./graphql/document-cache.ts";
import { useDocumentLimits } from "./graphql/document-limits.ts";
import { useExplorePolicy } from "./graphql/explore.ts";
import { graphiqlOptions, renderOffline } from "./graphql/graphiql.ts";
import { useHttpCache } from "./graphql/http-cache.ts";
import { maskError } from "./graphql/masked-errors.ts";
import { useNotes } from "./graphql/notes.ts";
import { useObservation } from "./graphql/observe.ts";
import { usePersistedQueries } from "./graphql/persisted-queries.ts";
import { usePlainExecution } from "./graphql/plain-execution.ts";
import { useRetryAfter } from "./graphql/retry-after.ts";
import { useSubscriptionRule } from "./graphql/subscription-rule.ts";
import { useTransports } from "./graphql/transports/transports.ts";
import { trustedDocument, useTrustedDocuments } from "./graphql/trusted-documents.ts";
import { useVariableLimits } from "./graphql/variable-limits.ts";
import { pathOf } from "./http/path.ts";
import { schema } from "./schema.ts";

export const yoga = createYoga<Invocation, Context>({
  schema,
  graphqlEndpoint: "/graphql",
  landingPage: false,
  // src/http sees to it for every path.
  cors: false,
  maxRequestBodySize: false,
  maskedErrors: { maskError },
  // What is masked is logged where it is masked.
  logging: false,
  context: createContext,
  graphiql: (request, { env }) => graphiqlOptions(request, env),
  renderGraphiQL: renderOffline,
  parserAndValidationCache: { documentCache: new DocumentCache(), errorCache: new DocumentCache() },
  plugins: [
    useObservation(),
    useCsrfPrevention(),
    useStrictBody(),
    useVariableLimits(),
    useTrustedDocuments(),
    usePersistedQueries(trustedDocument),
    useDocumentLimits(),
    useExplorePolicy(),
    useDeferStream(),
    useDeferRules(),
    useSubscriptionRule(),
    usePlainExecution(),
    useArgumentNames(),
    useCostLimit(),
    useNotes(),
    useRetryAfter(),
    useD1Headers(),
    useTransports(),
    useHttpCache(),
  ],
});

/** Answers at /graphql; null for any other path, of which Yoga would take those that only end like it. */
export async function serveGraphql(request: Request, invocation: Invocation): Promise<Response | null> {
  if (!/^\/graphql\/?$/.test(pathOf(request))) return null;
  // Unlike `yoga.fetch` this does not listen to the request's signal, which the platform does by itself.
  const { env, waitUntil } = invocation;
  return yoga.handleRequest(request, { env, waitUntil: (work) => waitUntil(Promise.resolve(work)) });
}
