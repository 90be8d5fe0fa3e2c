import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/imports/decode.ts";

const text = "Title,Author\nKrabat,Preußler\nSolaris – “neu”,Lem\n";

describe("decodeText", () => {
  it("reads UTF-8 with and without byte order mark", () => {
    const bytes = new TextEncoder().encode(text);
    expect(decodeText(bytes)).toEqual({ ok: true, text, encoding: "utf-8" });
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]))).toEqual({
      ok: true,
      text,
      encoding: "utf-8",
    });
  });

  it.each([
    ["utf-16le", true],
    ["utf-16be", false],
  ] as const)("reads %s with and without byte order mark", (encoding, littleEndian) => {
    expect(decodeText(utf16(text, littleEndian))).toEqual({ ok: true, text, encoding });
    expect(decodeText(utf16(`\ufeff${text}`, littleEndian))).toEqual({ ok: true, text, encoding });
  });

  it("reads windows-1252 where it is not UTF-8", () => {
    const inWindows: Record<string, number> = { "–": 0x96, "“": 0x93, "”": 0x94 };
    const bytes = Uint8Array.from(text, (letter) => inWindows[letter] ?? letter.charCodeAt(0));
    expect(decodeText(bytes)).toEqual({ ok: true, text, encoding: "windows-1252" });
  });

  it("does not take UTF-8 for windows-1252 because one byte is damaged", () => {
    const bytes = new TextEncoder().encode(`x${"Preußler,".repeat(20)}`);
    bytes[0] = 0xff;
    expect(decodeText(bytes)).toEqual({
      ok: true,
      text: `\ufffd${"Preußler,".repeat(20)}`,
      encoding: "utf-8",
    });
  });

  it("reads an empty file as an empty text", () => {
    expect(decodeText(new Uint8Array())).toEqual({ ok: true, text: "", encoding: "utf-8" });
  });

  it.each([
    ["a workbook", [0x50, 0x4b, 0x03, 0x04, 0x14, 0], "workbook"],
    ["a PDF", [0x25, 0x50, 0x44, 0x46, 0x2d], "PDF"],
    ["an image", [0x89, 0x50, 0x4e, 0x47, 0x0d], "image"],
    ["zero bytes", [0x61, 0, 0, 0x62, 0, 0x63, 0x64, 0, 0, 0], "not text"],
    ["control characters", Array.from({ length: 200 }, (_, index) => index % 32 || 1), "not text"],
  ])("refuses %s and says what it is", (_, bytes, reason) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });
});

function utf16(content: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(content.length * 2));
  for (let index = 0; index < content.length; index++) {
    view.setUint16(index * 2, content.charCodeAt(index), littleEndian);
  }
  return new Uint8Array(view.buffer);
}
