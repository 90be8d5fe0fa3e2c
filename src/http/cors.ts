/**
 * Which web pages may read answers: the origins of CORS_ORIGINS, or where it is not set any page of this machine. Callers
 * say who they are in headers and never by cookie, so credentials are never allowed, whatever the origin.
 */

type Vars = { CORS_ORIGINS?: string };

const localOrigin = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether pages of this origin may read answers. */
export function isAllowedOrigin(origin: string, { CORS_ORIGINS: listed }: Vars): boolean {
  if (listed === undefined) return localOrigin.test(origin);
  const origins = listed.split(",").map((one) => one.trim());
  return origins.includes("*") || origins.includes(origin);
}

/** The answer to a preflight; null for any other request. A page that may not read answers learns no more than that. */
export function answerPreflight(request: Request): Response | null {
  if (request.method !== "OPTIONS") return null;
  return new Response(null, { status: 204, headers: { allow: "GET, POST, OPTIONS" } });
}

/** Adds to an answer what lets the browser hand it to the page that asked. */
export function allowOrigin(headers: Headers, request: Request, vars: Vars): void {
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (!origin || !isAllowedOrigin(origin, vars)) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", "X-Request-Id, X-D1-Bookmark, Retry-After, Server-Timing");
  if (request.method !== "OPTIONS") return;
  headers.set("access-control-allow-methods", "GET, POST");
  // Clients name themselves and their operations in headers of their own: a page on the list may send any.
  headers.set(
    "access-control-allow-headers",
    request.headers.get("access-control-request-headers") ?? "content-type",
  );
  headers.set("access-control-max-age", "7200");
  headers.append("vary", "Access-Control-Request-Headers");
}
