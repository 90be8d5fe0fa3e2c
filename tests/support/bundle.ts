/** The deployed bundle's figures, for whoever asks: it is bundled then, in Node, and for no other test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorker } from "../../bench/bundle.ts";

/** A service binding's handler: JSON with the bundle's bytes, gzip and by package. */
export function describeBundle(): Response {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const { gzipBytes, packages } = bundleWorker(folder);
  rmSync(folder, { recursive: true });
  return Response.json({ gzipBytes, packages });
}
