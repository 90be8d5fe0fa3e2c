/** What a fetched file is: an image worth keeping, or why not. */
import { createHash } from "node:crypto";
import { imageSize } from "image-size";

/** A cover as it is kept: `hash` is the SHA-256 of its bytes in hex. */
export type CoverImage = {
  bytes: Uint8Array<ArrayBuffer>;
  hash: string;
  contentType: string;
  width: number;
  height: number;
};

const contentTypes: Record<string, string> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
};

/** Pixels; what is smaller is a tracking dot or a spacer that a service sends when it has no cover. */
const smallest = 40;

/** Reads the image by its own bytes, whatever its type claims; a sentence when it is not to be kept. */
export function readCover(bytes: Uint8Array<ArrayBuffer>): CoverImage | string {
  let size: ReturnType<typeof imageSize>;
  try {
    size = imageSize(bytes);
  } catch {
    return "It is not an image.";
  }
  const contentType = contentTypes[size.type ?? ""];
  if (!contentType) return `Images of type ${size.type} are not kept.`;
  const { width, height } = size;
  if (width < smallest || height < smallest) return `It is ${width} by ${height} pixels: a placeholder.`;
  // Covers stand upright or are square; a banner is somebody's notice.
  if (width > height * 2) return `It is ${width} by ${height} pixels: not a cover.`;
  return { bytes, hash: createHash("sha256").update(bytes).digest("hex"), contentType, width, height };
}
