/** Apollo Client as an app sets it up, with the API behind its HTTP link. */
import { exports } from "cloudflare:workers";
import { ApolloClient, type ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";

/** What went over the wire: the method, the query as text, if any, and the status. */
export type Exchange = { method: string; query: string | null; status: number };

/** A client whose requests pass `link`, and a record of what it sent. `fetch` is the tests' API unless another is given. */
export function apolloClient(
  link: ApolloLink,
  fetch: typeof globalThis.fetch = (input, init) => exports.default.fetch(new Request(input, init)),
) {
  const exchanges: Exchange[] = [];
  const http = new HttpLink({
    uri: "http://bookstrack.example/graphql",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const query = method === "GET" ? new URL(request.url).searchParams.get("query") : await sent(request);
      const response = await fetch(request);
      exchanges.push({ method, query, status: response.status });
      return response;
    },
  });
  return { client: new ApolloClient({ link: link.concat(http), cache: new InMemoryCache() }), exchanges };
}

async function sent(request: Request): Promise<string | null> {
  const { query } = await request.clone().json<{ query?: string }>();
  return query ?? null;
}
