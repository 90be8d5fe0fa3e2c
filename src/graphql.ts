/** Yoga, once per isolate: the endpoint, its plugins and the context. */
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { createYoga } from "graphql-yoga";
import { type Context, createContext, type Invocation } from "./context.ts";
import { useArgumentNames } from "./graphql/argument-names.ts";
import { useBodyLimit } from "./graphql/body-limit.ts";
import { useDeferRules } from "./graphql/defer-rules.ts";
import { exampleTabs, renderOffline } from "./graphql/graphiql.ts";
import { useNotes } from "./graphql/notes.ts";
import { usePlainExecution } from "./graphql/plain-execution.ts";
import { useRetryAfter } from "./graphql/retry-after.ts";
import { useServerTiming } from "./graphql/server-timing.ts";
import { schema } from "./schema.ts";

/** An import of 10 MB fits, with what multipart adds. */
const mostBodyBytes = 25_000_000;

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
  maxRequestBodySize: false,
  plugins: [
    useBodyLimit(mostBodyBytes),
    useDeferStream(),
    useDeferRules(),
    usePlainExecution(),
    useArgumentNames(),
    useNotes(),
    useRetryAfter(),
    useServerTiming(),
  ],
});
