/**
 * Fetches the covers that records name and keeps them in R2, each size as its provider has it: nothing is resized here,
 * since an image library would be larger than the rest of the Worker.
 */
import type { RequestDatabase } from "../platform/d1.ts";
import { readCover } from "./image.ts";
import { coversWanted, type Fetched, keepCovers, type Wanted } from "./store.ts";

type Harvesting = {
  db: RequestDatabase;
  bucket: R2Bucket;
  fetch: (request: Request) => Promise<Response>;
  now: () => Date;
};

/** Covers a run, and side by side: kind to the services, and within an invocation's subrequests. */
const mostARun = 200;
const atOnce = 4;
const timeoutMs = 10_000;
const mostBytes = 5 * 1024 * 1024;

/** Where a cover's bytes lie. */
export function coverKey(hash: string): string {
  return `covers/${hash}`;
}

/** Fetches what is wanted, at most 200 a run; the next run goes on. Returns how many were kept. */
export async function harvestCovers(harvesting: Harvesting): Promise<number> {
  const wanted = await coversWanted(harvesting.db, mostARun);
  let kept = 0;
  for (let start = 0; start < wanted.length; start += atOnce) {
    const fetched = await Promise.all(
      wanted.slice(start, start + atOnce).map((cover) => fetchCover(harvesting, cover)),
    );
    await keepCovers(harvesting.db, fetched, harvesting.now());
    kept += fetched.filter(({ image }) => image !== null).length;
  }
  return kept;
}

async function fetchCover({ bucket, fetch }: Harvesting, wanted: Wanted): Promise<Fetched> {
  const failed = (failure: string) => ({ ...wanted, image: null, failure });
  try {
    const response = await fetch(new Request(wanted.url, { signal: AbortSignal.timeout(timeoutMs) }));
    if (!response.ok) return failed(`The service answered ${response.status}.`);
    if (Number(response.headers.get("content-length") ?? 0) > mostBytes)
      return failed("It is larger than 5 MB.");
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > mostBytes) return failed("It is larger than 5 MB.");
    const image = readCover(bytes);
    if (typeof image === "string") return failed(image);
    // Named by its hash: the same picture is kept once, and storing it again changes nothing.
    await bucket.put(coverKey(image.hash), image.bytes, { httpMetadata: { contentType: image.contentType } });
    const { bytes: _bytes, ...about } = image;
    return { ...wanted, image: about, failure: null };
  } catch (error) {
    return failed(
      error instanceof Error && error.name === "TimeoutError" ? "It took too long." : "No connection.",
    );
  }
}
