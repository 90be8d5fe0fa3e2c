/** GraphiQL: served from this Worker's own assets, so that it opens without a network, with tabs that work as they stand. */
import { type GraphiQLOptions, renderGraphiQL } from "graphql-yoga";
import { exampleTabs, firstQuery } from "./example-tabs.ts";

/** Where the assets of `@graphql-yoga/graphiql` are served; wrangler.jsonc names their directory. */
const graphiqlAssets = "/graphiql/";

const cdn = /https:\/\/unpkg\.com\/@graphql-yoga\/graphiql@[^/]+\/dist\//g;

/** GraphiQL opens with the query in its address, and its options have no other way to say which. */
const openFirstQuery = () => `
  const address = new URL(location.href);
  if (!address.searchParams.has("query")) {
    address.searchParams.set("query", ${JSON.stringify(firstQuery)});
    history.replaceState({}, "", address);
  }`;

/**
 * GraphiQL's settings, or false where a deployment says `GRAPHIQL: "off"`. The headers that GRAPHIQL_HEADERS names, for
 * they may hold a developer's token, are given to no other machine than this one.
 */
export function graphiqlOptions(request: Request, env: Pick<Env, "GRAPHIQL">): GraphiQLOptions | false {
  if (env.GRAPHIQL === "off") return false;
  const title = "BooksTrack API";
  const headers = "GRAPHIQL_HEADERS" in env ? env.GRAPHIQL_HEADERS : null;
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(request.url).hostname);
  if (typeof headers !== "string" || !isHere) return { title, defaultTabs: exampleTabs() };
  const defaultTabs = exampleTabs().map((tab) => ({ ...tab, headers }));
  return { title, defaultTabs, headers, defaultHeaders: headers };
}

/** One of GraphiQL's own files; null for any other path, and where GraphiQL is off. */
export async function serveGraphiqlAsset(
  request: Request,
  env: Pick<Env, "ASSETS" | "GRAPHIQL">,
): Promise<Response | null> {
  const url = new URL(request.url);
  if (env.GRAPHIQL === "off" || !url.pathname.startsWith(graphiqlAssets)) return null;
  return env.ASSETS.fetch(new URL(url.pathname.slice(graphiqlAssets.length - 1), url));
}

/** The page, with every asset of its own. */
export function renderOffline(options: GraphiQLOptions): string {
  return renderGraphiQL(options)
    .replace(cdn, graphiqlAssets)
    .replace("<script>prepareWorkers()", (start) => `<script>${openFirstQuery()}</script>${start}`)
    .replace(/<link rel=icon href=[^>]*>/, '<link rel=icon href="data:,">');
}
