/** An uploaded file's bytes as text, whatever program wrote them. */

/** The encodings that exports come in. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** The text without byte order mark, or why there is none, in a sentence for the person who sent the file. */
export type DecodedText = { ok: true; text: string; encoding: TextEncoding } | { ok: false; reason: string };

/** How files that are not text begin, as Latin-1. */
const signatures: readonly [string, string][] = [
  ["PK\x03\x04", "a workbook (Excel, Numbers) or an archive; export it as CSV first"],
  ["\xd0\xcf\x11\xe0", "an old Excel workbook; export it as CSV first"],
  ["%PDF", "a PDF"],
  ["\x89PNG", "an image"],
  ["\xff\xd8\xff", "an image"],
  ["GIF8", "an image"],
  ["RIFF", "an image or a recording"],
  ["\x1f\x8b", "a compressed archive"],
  ["7z\xbc\xaf", "a compressed archive"],
  ["Rar!", "a compressed archive"],
  ["SQLite format 3", "a database"],
];

const sampleSize = 64 * 1024;

/**
 * Decodes UTF-8, UTF-16 of both byte orders (all three with or without byte order mark) and, for what is none of them,
 * windows-1252. A few damaged bytes in a file that is otherwise UTF-8 become U+FFFD. Never throws; an empty file is an
 * empty text.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const signature = signatures.find(([magic]) => start.startsWith(magic));
  if (signature !== undefined) return { ok: false, reason: `This file is not text but ${signature[1]}.` };
  const decoded = decode(bytes);
  return isText(decoded.text.slice(0, sampleSize))
    ? { ok: true, ...decoded }
    : { ok: false, reason: "This file is not text." };
}

function decode(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const utf16 = utf16Order(bytes);
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), encoding: utf16 };
  try {
    return {
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes),
      encoding: "utf-8",
    };
  } catch {
    // Not UTF-8 throughout: either a few bytes are damaged, or it never was.
    const lossy = new TextDecoder().decode(bytes);
    return isMostlyUtf8(lossy)
      ? { text: lossy, encoding: "utf-8" }
      : { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
  }
}

function utf16Order(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  // Without a mark: a CSV is full of ASCII (commas, line ends), of which UTF-16 makes every other byte zero.
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const share = sample.length / 2;
  if (odd > share * 0.2 && even < share * 0.02) return "utf-16le";
  return even > share * 0.2 && odd < share * 0.02 ? "utf-16be" : null;
}

/** Text in another encoding hardly ever has a valid multi-byte sequence; damaged UTF-8 has plenty. */
function isMostlyUtf8(lossy: string): boolean {
  const damaged = lossy.match(/\ufffd/g)?.length ?? 0;
  const foreign = lossy.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return foreign > 10 * damaged;
}

function isText(sample: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const controls = sample.match(/[\x01-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return !sample.includes("\0") && controls <= sample.length * 0.005;
}
