/** Takes out of a text what no log may keep: keys and tokens however they are sent, and addresses of people. */

const most = 1_000;

const rules: [pattern: RegExp, replacement: string][] = [
  [/\b(bearer|basic)\s+[^\s"',;]+/gi, "$1 [redacted]"],
  // In an address, a header, JSON or a sentence: key=…, "apiKey": "…", X-API-Key: …
  [
    /\b([\w-]*(?:api[-_]?key|token|secret|password|authorization|signature)|key)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
    "$1$2[redacted]",
  ],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[redacted]"],
  [/[\w.+-]+@[\w-]+\.[\w.-]+\w/g, "[redacted]"],
  // Whatever else is as long as a key and is no UUID, which only names a thing.
  [/(?<![\w-])(?![0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-]))[\w-]{32,}={0,2}/gi, "[redacted]"],
];

/** A short name has nothing in it that a rule could match, and nearly all that is logged are short names. */
const plain = /^[\w/…-]{0,31}$/;

/** The text without secrets, and not longer than a line of a log should be. */
export function redact(text: string): string {
  if (plain.test(text)) return text;
  const safe = rules.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text.slice(0, 4 * most),
  );
  return safe.length > most ? `${safe.slice(0, most)}…` : safe;
}
