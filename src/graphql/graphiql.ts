/** GraphiQL: served from this Worker's own assets, so that it opens without a network, with tabs that work as they stand. */
import { type GraphiQLOptions, renderGraphiQL } from "graphql-yoga";

/** Where the assets of `@graphql-yoga/graphiql` are served; wrangler.jsonc names their directory. */
export const graphiqlAssets = "/graphiql/";

const cdn = /https:\/\/unpkg\.com\/@graphql-yoga\/graphiql@[^/]+\/dist\//g;

/** The page, with every asset of its own. */
export function renderOffline(options: GraphiQLOptions): string {
  return renderGraphiQL(options).replace(cdn, graphiqlAssets);
}

/** The query that GraphiQL opens with. */
export const firstQuery = `# One edition by its ISBN, in any spelling, with everything that hangs off it.
query ABook {
  book(isbn: "0-439-55493-4") {
    title
    publisher
    publishedOn
    contributors { creditedAs role author { name birthYear nationality } }
    series { name position }
    work {
      title
      originalLanguage
      firstPublishedYear
      editions(first: 5) { edges { node { isbn title language publisher } } }
    }
  }
}`;

const search = `# Words of title, contributors, series, subjects and description; the last may be unfinished.
query SearchByWords {
  search(query: "wizard scho", first: 5) {
    totalCount
    tookMs
    edges {
      score
      highlight
      node { isbn title contributors { creditedAs } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Tabs that a newcomer finds open. */
export const exampleTabs = [{ query: firstQuery }, { query: search }];
