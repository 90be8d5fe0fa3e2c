/** The book services as played on a laptop: their wire formats, our content, and any bad day on request. */
import { answerOn } from "./bad-days.ts";
import { type Behaviour, behaviourFor, behaviours, isBehaviour } from "./behaviour.ts";
import { googleBooks } from "./google-books.ts";
import { isbndb } from "./isbndb.ts";
import { openLibrary } from "./open-library.ts";
import { type PlayedName, type PlayedService, playedNames } from "./played.ts";
import { wikidata } from "./wikidata.ts";

const services: Record<PlayedName, PlayedService> = {
  "google-books": googleBooks,
  "open-library": openLibrary,
  isbndb,
  wikidata,
};

/**
 * The four services behind one fetch handler. Each is at `/providers/{name}`, which is its base URL; name is google-books,
 * open-library, isbndb or wikidata.
 *
 *     POST /providers/{name}/behaviour   {"behaviour": "rate-limited"}   switches it
 *     GET  /providers                    tells behaviours and numbers of calls
 *     POST /providers/reset              everything normal, counts at 0
 *
 * Switches and counts live as long as what this returns. Answers null for paths that are not under /providers.
 */
export function playedProviders(): (request: Request) => Promise<Response | null> {
  const switched = new Map<PlayedName, Behaviour>();
  const calls = new Map<PlayedName, number>();

  function status() {
    return Object.fromEntries(
      playedNames.map((name) => [
        name,
        { behaviour: switched.get(name) ?? "normal", calls: calls.get(name) ?? 0 },
      ]),
    );
  }

  return async function handle(request) {
    const url = new URL(request.url);
    const [, root, first = "", ...rest] = url.pathname.split("/");
    if (root !== "providers") return null;
    if (first === "reset" && request.method === "POST") {
      switched.clear();
      calls.clear();
    }
    if (first === "" || first === "reset") return Response.json(status());
    const name = playedNames.find((one) => one === first);
    if (name === undefined)
      return Response.json({ error: `providers are ${playedNames.join(", ")}` }, { status: 404 });
    const body = request.method === "POST" ? await request.text() : "";
    if (rest.join("/") === "behaviour" && request.method === "POST") {
      const behaviour = wanted(body);
      if (behaviour === null)
        return Response.json({ error: `behaviours are ${behaviours.join(", ")}` }, { status: 400 });
      switched.set(name, behaviour);
      return Response.json(status());
    }
    calls.set(name, (calls.get(name) ?? 0) + 1);
    const asked = new URL(`/${rest.join("/")}${url.search}`, url);
    const behaviour = behaviourFor(request, body, switched.get(name) ?? "normal");
    return answerOn(behaviour, name, () => services[name](asked, body));
  };
}

/** The behaviour in `{"behaviour": "slow"}`, or in the bare word; null for anything else. */
function wanted(body: string): Behaviour | null {
  const word = /^\s*(?:\{\s*"behaviour"\s*:\s*)?"?([a-z-]+)"?\s*\}?\s*$/.exec(body)?.[1];
  return isBehaviour(word) ? word : null;
}
