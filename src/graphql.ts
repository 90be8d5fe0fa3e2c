/** Yoga, once per isolate: the endpoint, its plugins and the context. */
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { createYoga } from "graphql-yoga";
import { type Context, createContext, type Invocation } from "./context.ts";
import { useArgumentNames } from "./graphql/argument-names.ts";
import { useBodyLimit } from "./graphql/body-limit.ts";
import { useBookmark } from "./graphql/bookmark.ts";
import { useCostLimit } from "./graphql/cost.ts";
import { useDeferRules } from "./graphql/defer-rules.ts";
import { DocumentCache } from "./graphql/document-cache.ts";
import { useDocumentLimits } from "./graphql/document-limits.ts";
import { useExplorePolicy } from "./graphql/explore.ts";
import { graphiqlOptions, renderOffline } from "./graphql/graphiql.ts";
import { useHttpCache } from "./graphql/http-cache.ts";
import { useNotes } from "./graphql/notes.ts";
import { usePersistedQueries } from "./graphql/persisted-queries.ts";
import { useRetryAfter } from "./graphql/retry-after.ts";
import { useServerTiming } from "./graphql/server-timing.ts";
import { useTransports } from "./graphql/transports/transports.ts";
import { trustedDocument, useTrustedDocuments } from "./graphql/trusted-documents.ts";
import { schema } from "./schema.ts";

/** An import of 10 MB fits, with what multipart adds. */
const mostBodyBytes = 25_000_000;

export const yoga = createYoga<Invocation, Context>({
  schema,
  graphqlEndpoint: "/graphql",
  landingPage: false,
  context: createContext,
  graphiql: (request, { env }) => graphiqlOptions(request, env),
  renderGraphiQL: renderOffline,
  parserAndValidationCache: { documentCache: new DocumentCache(), errorCache: new DocumentCache() },
  maxRequestBodySize: false,
  plugins: [
    useBodyLimit(mostBodyBytes),
    useTrustedDocuments(),
    usePersistedQueries(trustedDocument),
    useDocumentLimits(),
    useExplorePolicy(),
    useDeferStream(),
    useDeferRules(),
    useArgumentNames(),
    useCostLimit(),
    useNotes(),
    useRetryAfter(),
    useServerTiming(),
    useBookmark(),
    useTransports(),
    useHttpCache(),
  ],
});
