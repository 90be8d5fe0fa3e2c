/** `GET /covers/{isbn}/{size}`: a kept cover, to be cached for good, since its URL carries its hash. */
import { isbnOrNull } from "../isbn.ts";
import { RequestDatabase } from "../platform/d1.ts";
import { coverKey } from "./harvest.ts";
import { type CoverRow, type CoverSize, coverSizes, coversByIsbn } from "./store.ts";

const path = /^\/covers\/(\d{13})\/([a-z]+)$/;

/** The answer to a request below /covers/; null for any other path. HEAD and If-None-Match are understood. */
export async function serveCover(request: Request, env: Pick<Env, "DB" | "FILES">): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith("/covers/")) return null;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const [, digits, name] = path.exec(pathname) ?? [];
  const size = coverSizes.find((one) => one.toLowerCase() === name);
  const isbn = isbnOrNull(digits);
  const cover = isbn && size && coverOfSize(await coversByIsbn(new RequestDatabase(env.DB), [isbn]), size);
  const none = () => new Response("There is no such cover.", { status: 404 });
  if (!cover) return none();
  const headers = {
    etag: `"${cover.hash}"`,
    "content-type": cover.content_type,
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  };
  const known = request.headers
    .get("if-none-match")
    ?.split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.includes(headers.etag) || known?.includes("*"))
    return new Response(null, { status: 304, headers });
  const object = await env.FILES.get(coverKey(cover.hash));
  if (!object) return none();
  return new Response(request.method === "HEAD" ? null : object.body, {
    headers: { ...headers, "content-length": String(object.size) },
  });
}

/** The cover of a size, or the nearest that there is: a larger one can be shown small, better than the other way. */
export function coverOfSize(covers: readonly CoverRow[], size: CoverSize): CoverRow | null {
  const order = {
    SMALL: ["SMALL", "MEDIUM", "LARGE"],
    MEDIUM: ["MEDIUM", "LARGE", "SMALL"],
    LARGE: ["LARGE", "MEDIUM", "SMALL"],
  };
  for (const one of order[size]) {
    const cover = covers.find((kept) => kept.size === one);
    if (cover) return cover;
  }
  return null;
}

/** A kept cover's URL: it changes with the picture, so that a cache may keep it for good. */
export function coverUrl(origin: string, { isbn, hash }: CoverRow, size: CoverSize): string {
  return new URL(`/covers/${isbn}/${size.toLowerCase()}?v=${hash.slice(0, 12)}`, origin).href;
}
