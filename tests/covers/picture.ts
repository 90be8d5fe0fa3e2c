/** A real PNG of one colour: https://www.w3.org/TR/png-3/. */
import { crc32, deflateSync } from "node:zlib";

/** `colour` is red, green and blue, 0 to 255. */
export function picture(
  width: number,
  height: number,
  colour: readonly [number, number, number],
): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // Eight bits, true colour; the rest is zero.
  header.setUint8(8, 8);
  header.setUint8(9, 2);
  const line = [0, ...Array.from({ length: width }, () => colour).flat()];
  const pixels = Uint8Array.from(Array.from({ length: height }, () => line).flat());
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const parts = [
    signature,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", new Uint8Array()),
  ];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Uint8Array.from([...new TextEncoder().encode(type), ...data]);
  const bytes = new DataView(new ArrayBuffer(body.length + 8));
  bytes.setUint32(0, data.length);
  new Uint8Array(bytes.buffer).set(body, 4);
  bytes.setUint32(body.length + 4, crc32(body));
  return new Uint8Array(bytes.buffer);
}
