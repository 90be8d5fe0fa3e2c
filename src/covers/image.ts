/** What a fetched file is: an image worth keeping, or why not. */
import { createHash } from "node:crypto";
import { GIF } from "image-size/types/gif";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import { WEBP } from "image-size/types/webp";

/** A cover as it is kept: `hash` is the SHA-256 of its bytes in hex. */
export type CoverImage = {
  bytes: Uint8Array<ArrayBuffer>;
  hash: string;
  contentType: string;
  width: number;
  height: number;
};

const kinds = [
  { contentType: "image/jpeg", reader: JPG },
  { contentType: "image/png", reader: PNG },
  { contentType: "image/webp", reader: WEBP },
  { contentType: "image/gif", reader: GIF },
];

/** Pixels; what is smaller is a tracking dot or a spacer that a service sends when it has no cover. */
const smallest = 40;

/** Reads the image by its own bytes, whatever its type claims; a sentence when it is not to be kept. */
export function readCover(bytes: Uint8Array<ArrayBuffer>): CoverImage | string {
  const read = sizeOf(bytes);
  if (!read) return "It is not a JPEG, PNG, WebP or GIF image.";
  const { contentType, width, height } = read;
  if (width < smallest || height < smallest) return `It is ${width} by ${height} pixels: a placeholder.`;
  // Covers stand upright or are square; a banner is somebody's notice.
  if (width > height * 2) return `It is ${width} by ${height} pixels: not a cover.`;
  return { bytes, hash: createHash("sha256").update(bytes).digest("hex"), contentType, width, height };
}

function sizeOf(bytes: Uint8Array): Pick<CoverImage, "contentType" | "width" | "height"> | null {
  try {
    const kind = kinds.find(({ reader }) => reader.validate(bytes));
    return kind ? { contentType: kind.contentType, ...kind.reader.calculate(bytes) } : null;
  } catch {
    return null;
  }
}
