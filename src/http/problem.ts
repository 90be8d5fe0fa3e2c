/** What is said where no GraphQL answers: RFC 9457, with a stable `code` like GraphQL's errors. */

/** A problem as JSON. */
export function problem(status: number, code: string, detail: string, headers: HeadersInit = {}): Response {
  return Response.json(
    { status, code, detail },
    {
      status,
      headers: { "content-type": "application/problem+json", ...Object.fromEntries(new Headers(headers)) },
    },
  );
}

/** For a path that nobody answers. */
export function nothingHere(): Response {
  return problem(404, "NOT_FOUND", "There is nothing here: GraphQL is at /graphql.");
}
