/** GraphiQL: served from this Worker's own assets, so that it opens without a network, with tabs that work as they stand. */
import { type GraphiQLOptions, renderGraphiQL } from "graphql-yoga";

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

/** One of GraphiQL's own files; null for any other path. */
export async function serveGraphiqlAsset(
  request: Request,
  env: Pick<Env, "ASSETS">,
): Promise<Response | null> {
  const url = new URL(request.url);
  if (!url.pathname.startsWith(graphiqlAssets)) return null;
  return env.ASSETS.fetch(new URL(url.pathname.slice(graphiqlAssets.length - 1), url));
}

/** The page, with every asset of its own. */
export function renderOffline(options: GraphiQLOptions): string {
  return renderGraphiQL(options)
    .replace(cdn, graphiqlAssets)
    .replace("<script>prepareWorkers()", (start) => `<script>${openFirstQuery()}</script>${start}`)
    .replace(/<link rel=icon href=[^>]*>/, '<link rel=icon href="data:,">');
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

const modes = `# The same half-remembered plot by words, by meaning, and by both. matchedBy says which way found a book.
query ThreeModes($plot: String!) {
  text: search(query: $plot, mode: TEXT, first: 3) { ...Found }
  semantic: search(query: $plot, mode: SEMANTIC, first: 3) { ...Found }
  hybrid: search(query: $plot, mode: HYBRID, first: 3) { ...Found facets { field values { value count } } }
  suggest(prefix: "tolkein") { text author { name } }
}

fragment Found on SearchConnection {
  mode
  degradedFrom
  tookMs
  edges { score matchedBy highlight node { title similar(first: 2) { score book { title } } } }
}`;

const picks = `# Five books for this week; null until the Sunday cron has run, and then extensions.notes says so.
query ThisWeek {
  weeklyRecommendations {
    weekOf
    curatedBy
    nextRefresh
    picks { reason book { title contributors { creditedAs } } }
  }
  capabilities { embeddingModel limits { rates { bucket limit remaining resetAt } } }
}`;

const csv = `Title,Author,ISBN,My Rating,Exclusive Shelf
The Hobbit,J.R.R. Tolkien,="9780261103306",5,read
"The Trial (Penguin Classics)","Kafka, Franz",,4,read
The Trial,Franz Kafka,,4,read
A Diary Nobody Printed,,,,to-read`;

const startImport = `# A reading history as text: one book known by its ISBN, one by title and author, one twice, one unknown.
# Then copy job.id and token into the variables of the next tab and watch.
mutation ImportAReadingHistory($csv: String!) {
  startImportFromText(csv: $csv, fileName: "history.csv") {
    ... on StartJobSuccess { token job { id status } }
    ... on FileRejected { reason message }
  }
}`;

const watchImport = `# Fill in the variables below with what the import answered. A job that is over tells its events again with after: 0.
subscription WatchTheImport($id: ID!, $token: String!) {
  jobProgress(id: $id, token: $token, after: 0) {
    sequence
    kind
    job {
      status
      progress { processed total percent currentItem }
      ... on ImportJob {
        outcomeCounts { outcome count }
        rows { edges { node { line outcome message book { title } work { title } } } }
      }
    }
  }
}`;

/**
 * What GraphiQL opens with. The headers that GRAPHIQL_HEADERS names, for they may hold a developer's token, are given to
 * no other machine than this one.
 */
export function graphiqlOptions(request: Request, env: object): GraphiQLOptions {
  const title = "BooksTrack API";
  const headers = "GRAPHIQL_HEADERS" in env ? env.GRAPHIQL_HEADERS : null;
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(request.url).hostname);
  if (typeof headers !== "string" || !isHere) return { title, defaultTabs: exampleTabs };
  const defaultTabs = exampleTabs.map((tab) => ({ ...tab, headers }));
  return { title, defaultTabs, headers, defaultHeaders: headers };
}

/** Tabs that a newcomer finds open. */
export const exampleTabs = [
  { query: firstQuery },
  { query: search },
  {
    query: modes,
    variables: JSON.stringify(
      { plot: "an orphan finds out that he is a wizard and goes to a school of magic" },
      null,
      2,
    ),
  },
  { query: picks },
  { query: startImport, variables: JSON.stringify({ csv }, null, 2) },
  { query: watchImport, variables: JSON.stringify({ id: "", token: "" }, null, 2) },
];
