/** Yoga, once per isolate: the endpoint, its plugins and the context. */
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { createYoga } from "graphql-yoga";
import { type Context, createContext, type Invocation } from "./context.ts";
import { useArgumentNames } from "./graphql/argument-names.ts";
import { graphiqlOptions, renderOffline } from "./graphql/graphiql.ts";
import { useHttpCache } from "./graphql/http-cache.ts";
import { useNotes } from "./graphql/notes.ts";
import { usePersistedQueries } from "./graphql/persisted-queries.ts";
import { useRetryAfter } from "./graphql/retry-after.ts";
import { useServerTiming } from "./graphql/server-timing.ts";
import { trustedDocument, useTrustedDocuments } from "./graphql/trusted-documents.ts";
import { schema } from "./schema.ts";

export const yoga = createYoga<Invocation, Context>({
  schema,
  graphqlEndpoint: "/graphql",
  landingPage: false,
  context: createContext,
  graphiql: (_request, { env }) => graphiqlOptions(env),
  renderGraphiQL: renderOffline,
  plugins: [
    useDeferStream(),
    useTrustedDocuments(),
    usePersistedQueries(trustedDocument),
    useArgumentNames(),
    useNotes(),
    useRetryAfter(),
    useServerTiming(),
    useHttpCache(),
  ],
});
