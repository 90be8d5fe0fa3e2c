/** Yoga, once per isolate: the endpoint, its plugins and the context. */
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { createYoga } from "graphql-yoga";
import { type Context, createContext, type Invocation } from "./context.ts";
import { useArgumentNames } from "./graphql/argument-names.ts";
import { graphiqlOptions, renderOffline } from "./graphql/graphiql.ts";
import { useNotes } from "./graphql/notes.ts";
import { useRetryAfter } from "./graphql/retry-after.ts";
import { useServerTiming } from "./graphql/server-timing.ts";
import { schema } from "./schema.ts";

export const yoga = createYoga<Invocation, Context>({
  schema,
  graphqlEndpoint: "/graphql",
  landingPage: false,
  context: createContext,
  graphiql: (request, { env }) => graphiqlOptions(request, env),
  renderGraphiQL: renderOffline,
  plugins: [useDeferStream(), useArgumentNames(), useNotes(), useRetryAfter(), useServerTiming()],
});
