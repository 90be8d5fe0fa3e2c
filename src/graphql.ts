/** Yoga, once per isolate: the endpoint, its plugins and the context. */
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { createYoga } from "graphql-yoga";
import { type Context, createContext, type Invocation } from "./context.ts";
import { useArgumentNames } from "./graphql/argument-names.ts";
import { useCostLimit } from "./graphql/cost.ts";
import { DocumentCache } from "./graphql/document-cache.ts";
import { useDocumentLimits } from "./graphql/document-limits.ts";
import { useExplorePolicy } from "./graphql/explore.ts";
import { exampleTabs, renderOffline } from "./graphql/graphiql.ts";
import { useNotes } from "./graphql/notes.ts";
import { useRetryAfter } from "./graphql/retry-after.ts";
import { useServerTiming } from "./graphql/server-timing.ts";
import { schema } from "./schema.ts";

export const yoga = createYoga<Invocation, Context>({
  schema,
  graphqlEndpoint: "/graphql",
  landingPage: false,
  context: createContext,
  graphiql: {
    title: "BooksTrack API",
    defaultTabs: exampleTabs,
  },
  renderGraphiQL: renderOffline,
  parserAndValidationCache: { documentCache: new DocumentCache(), errorCache: new DocumentCache() },
  plugins: [
    useDocumentLimits(),
    useExplorePolicy(),
    useDeferStream(),
    useArgumentNames(),
    useCostLimit(),
    useNotes(),
    useRetryAfter(),
    useServerTiming(),
  ],
});
