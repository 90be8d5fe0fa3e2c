import { afterEach, expect, it, vi } from "vitest";
import { logError } from "../../src/platform/log.ts";
import { redact } from "../../src/platform/redact.ts";

afterEach(() => vi.restoreAllMocks());

it.each([
  ["Authorization: Bearer abc.def-123", "Authorization: [redacted] [redacted]"],
  [
    "fetch of https://books.example/v1?q=x&key=AIzaSy123&hl=en failed",
    "fetch of https://books.example/v1?q=x&key=[redacted]&hl=en failed",
  ],
  ['{"apiKey": "hunter2", "page": 3}', '{"apiKey": "[redacted]", "page": 3}'],
  ["X-API-Key: hunter2", "X-API-Key: [redacted]"],
  ["token=abc123", "token=[redacted]"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-na_ture", "[redacted]"],
  ["of jane.doe+books@mail.example.org", "of [redacted]"],
  ["0123456789abcdef0123456789abcdef", "[redacted]"],
  ["/hooks/T0000/B0000/abcdefghijklmnopqrstuvwxyz012345", "/hooks/T0000/B0000/[redacted]"],
])("takes the secret out of %s", (text, safe) => expect(redact(text)).toBe(safe));

it.each([
  "No answer within 15000 ms",
  "job 8f2b1c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
  "D1_ERROR: UNIQUE constraint failed: books.isbn",
  "9780261102217",
])("leaves %s as it is", (text) => expect(redact(text)).toBe(text));

it("makes a line of what is longer", () => expect(redact("words ".repeat(1_000)).length).toBeLessThan(1_002));

it("an error in the log has its causes, and nothing of the text that could not be parsed", () => {
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  let cause: unknown;
  try {
    JSON.parse("my diary");
  } catch (error) {
    cause = error;
  }
  logError("test.failed", new Error("Reading with key=abc123", { cause }));
  const line = JSON.parse(lines[0] ?? "");
  expect(line).toMatchObject({
    level: "error",
    event: "test.failed",
    message: "Reading with key=[redacted]",
  });
  expect(line.cause).toContain("SyntaxError");
  expect(lines[0]).not.toContain("diary");
});
