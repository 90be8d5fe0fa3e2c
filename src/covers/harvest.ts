/** Fetches the covers that records name, makes their sizes and keeps them in R2, but no placeholders. */
import type { RequestDatabase } from "../platform/d1.ts";
import { type CoverImage, readCover } from "./image.ts";
import { coverSizesOf } from "./resize.ts";
import {
  coversWanted,
  dropPlaceholders,
  type Fetched,
  keepCovers,
  placeholders,
  type Wanted,
} from "./store.ts";

type Harvesting = {
  db: RequestDatabase;
  bucket: R2Bucket;
  images: ImagesBinding | undefined;
  fetch: (request: Request) => Promise<Response>;
  now: () => Date;
};

/** Books a run, and side by side: kind to the services, and within an invocation's subrequests. */
const mostARun = 100;
const atOnce = 4;
const timeoutMs = 10_000;
const mostBytes = 5 * 1024 * 1024;

/** Where a cover's bytes lie. */
export function coverKey(hash: string): string {
  return `covers/${hash}`;
}

/** Fetches what is wanted, at most 100 books a run; the next run goes on. Returns how many books' covers were kept. */
export async function harvestCovers(harvesting: Harvesting): Promise<number> {
  const { db, bucket, now } = harvesting;
  const [wanted, known] = await Promise.all([coversWanted(db, mostARun), placeholders(db)]);
  let kept = 0;
  for (let start = 0; start < wanted.length; start += atOnce) {
    const fetched = await Promise.all(
      wanted.slice(start, start + atOnce).map((cover) => fetchCover(harvesting, cover, known)),
    );
    await keepCovers(db, fetched, now());
    kept += fetched.filter(({ images }) => images !== null).length;
  }
  const dropped = await dropPlaceholders(db);
  if (dropped.hashes.length > 0) await bucket.delete(dropped.hashes.map(coverKey));
  return kept - dropped.books;
}

/** Tries the record's addresses, the largest first, until one is a cover. */
async function fetchCover(
  harvesting: Harvesting,
  wanted: Wanted,
  known: ReadonlySet<string>,
): Promise<Fetched> {
  let failure = "It names no address.";
  for (const url of wanted.urls) {
    const original = await fetchImage(harvesting.fetch, url);
    if (typeof original === "string") {
      failure = original;
      continue;
    }
    const images = await coverSizesOf(original, harvesting.images);
    if (images.some(({ hash }) => known.has(hash))) {
      failure = "It is a picture that stands for books without a cover.";
      continue;
    }
    // Named by their hash: the same picture is kept once, and storing it again changes nothing.
    const unlike = new Map(images.map((image) => [image.hash, image]));
    await Promise.all(
      [...unlike.values()].map(({ hash, bytes, contentType }) =>
        harvesting.bucket.put(coverKey(hash), bytes, { httpMetadata: { contentType } }),
      ),
    );
    return { ...wanted, images: images.map(({ bytes: _bytes, ...about }) => about), failure: null };
  }
  return { ...wanted, images: null, failure };
}

async function fetchImage(fetch: Harvesting["fetch"], url: string): Promise<CoverImage | string> {
  try {
    const response = await fetch(new Request(url, { signal: AbortSignal.timeout(timeoutMs) }));
    if (!response.ok) return `The service answered ${response.status}.`;
    if (Number(response.headers.get("content-length") ?? 0) > mostBytes) return "It is larger than 5 MB.";
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > mostBytes ? "It is larger than 5 MB." : readCover(bytes);
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? "It took too long." : "No connection.";
  }
}
