/** A cover in the sizes that apps show, by the platform's image service: https://developers.cloudflare.com/images/. */
import { logError } from "../platform/log.ts";
import { type CoverImage, readCover } from "./image.ts";
import { type CoverSize, coverSizes } from "./store.ts";

/** Pixels of width; nothing is made larger than it came. */
const widths: Record<CoverSize, number> = { SMALL: 128, MEDIUM: 320, LARGE: 800 };

/** A cover of one size. */
export type SizedCover = CoverImage & { size: CoverSize };

/** All three sizes as WebP; where the service is not bound or cannot read the picture, each is the original. */
export async function coverSizesOf(
  original: CoverImage,
  images: ImagesBinding | undefined,
): Promise<SizedCover[]> {
  const unchanged = coverSizes.map((size) => ({ ...original, size }));
  if (!images) return unchanged;
  try {
    return await Promise.all(
      coverSizes.map(async (size) => ({ ...(await scaledDown(original, widths[size], images)), size })),
    );
  } catch (error) {
    logError("covers.resize", error, { hash: original.hash });
    return unchanged;
  }
}

async function scaledDown({ bytes }: CoverImage, width: number, images: ImagesBinding): Promise<CoverImage> {
  const result = await images
    .input(new Blob([bytes]).stream())
    .transform({ width, fit: "scale-down" })
    .output({ format: "image/webp", quality: 80 });
  const scaled = readCover(new Uint8Array(await result.response().arrayBuffer()));
  if (typeof scaled === "string") throw new Error(scaled);
  return scaled;
}
