/** The Worker on one screen: fetch, queue, scheduled, and the Durable Objects. */
import { DurableObject } from "cloudflare:workers";
import { graphiqlAssets } from "./graphql/graphiql.ts";
import { yoga } from "./graphql.ts";

export class JobObject extends DurableObject<Env> {}

export default {
  fetch(request, env, execution) {
    const url = new URL(request.url);
    if (url.pathname.startsWith(graphiqlAssets)) {
      return env.ASSETS.fetch(new URL(url.pathname.slice(graphiqlAssets.length - 1), url));
    }
    return yoga.fetch(request, { env, waitUntil: (work) => execution.waitUntil(work) });
  },
} satisfies ExportedHandler<Env>;
