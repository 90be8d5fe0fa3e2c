/** What browsers are told not to do with an answer. */

const never = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * GraphiQL's page runs its own scripts and no others: files of this Worker, and inline those whose hashes are named. Its
 * editor makes styles and workers of its own.
 */
const page = (scripts: readonly string[]) =>
  [
    "default-src 'none'",
    `script-src 'self' ${scripts.map((hash) => `'sha256-${hash}'`).join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data: https:",
    "connect-src 'self'",
    "worker-src blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Sets the headers; a page is read for the hashes of its scripts. */
export async function secure(response: Response, request: Request): Promise<Response> {
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  const html = isPage ? await response.text() : null;
  const secured = html === null ? withOwnHeaders(response) : new Response(html, response);
  const { headers } = secured;
  headers.set("content-security-policy", html === null ? never : page(await scriptHashes(html)));
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("x-frame-options", "DENY");
  if (request.url.startsWith("https:"))
    headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  return secured;
}

/** The response itself where its headers may be changed; what came from elsewhere has headers that may not. */
function withOwnHeaders(response: Response): Response {
  try {
    response.headers.set("x-content-type-options", "nosniff");
    return response;
  } catch {
    return new Response(response.body, response);
  }
}

function scriptHashes(html: string): Promise<string[]> {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = ""]) => script);
  return Promise.all(
    scripts.map(async (script) => {
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
      return Buffer.from(digest).toString("base64");
    }),
  );
}
