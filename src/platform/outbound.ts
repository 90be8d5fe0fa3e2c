/** The way out to other services: locally they are played, and a proxy stands between; deployed, nothing does. */

type Way = object & { OUTBOUND?: Pick<Fetcher, "fetch"> };

/** `fetch` for a service that is not of this platform. */
export function outbound({ OUTBOUND }: Way): (request: Request) => Promise<Response> {
  return (request) => (OUTBOUND ?? globalThis).fetch(request);
}
