/** The Worker as `wrangler deploy` would send it, and what it weighs. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import * as z from "zod";

/** A bundle; `packages` are its parts by bytes after minifying, largest first. */
export type Bundle = {
  code: string;
  bytes: number;
  gzipBytes: number;
  packages: { name: string; bytes: number }[];
};

const metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) }),
  ),
});

/** Bundles the Worker into a folder by a dry run. @throws with wrangler's own words. */
export function bundleWorker(folder: string): Bundle {
  const meta = join(folder, "meta.json");
  const { status, stdout, stderr } = spawnSync(
    "wrangler",
    ["deploy", "--dry-run", "--env=", "--outdir", folder, "--metafile", meta],
    { encoding: "utf8", env: { ...process.env, WRANGLER_SEND_METRICS: "false" } },
  );
  if (status !== 0) throw new Error(`The Worker could not be bundled:\n${stdout}${stderr}`);
  const code = readFileSync(join(folder, "index.js"), "utf8");
  const parts = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.parse(JSON.parse(readFileSync(meta, "utf8"))).outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = packageOf(path);
      parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
    }
  }
  const packages = [...parts]
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((one, other) => other.bytes - one.bytes);
  return { code, bytes: Buffer.byteLength(code), gzipBytes: gzipSync(code).length, packages };
}

/** Bundles another Worker of this repository in the same way. */
export function bundleEntry(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
  });
  return outputFiles[0]?.text ?? "";
}

/** "zod" of a path in node_modules, "src/books" of our own, "the platform's shims" of what wrangler adds. */
function packageOf(path: string): string {
  const [, inPackages] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (inPackages) return inPackages;
  const [, own] = /(?:^|\/)(src\/[^/]+)/.exec(path) ?? [];
  return own ?? "the platform's shims";
}
