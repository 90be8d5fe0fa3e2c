/** Builds what would be deployed with secrets planted all around, and fails when one is in it: secrets are bindings only. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const names = [...readFileSync("dev/secrets.env", "utf8").matchAll(/^([A-Z_]+)=/gm)].map(
  ([, name = ""]) => name,
);
const planted = Object.fromEntries(names.map((name) => [name, `planted-${name.toLowerCase()}-0123456789`]));
/** The keys of this machine, wherever a build might pick them up. */
const local = existsSync(".dev.vars")
  ? [...readFileSync(".dev.vars", "utf8").matchAll(/^[A-Z_]+=(.{16,})$/gm)].map(([, value = ""]) => value)
  : [];

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
try {
  const { status, stdout, stderr } = spawnSync(
    "wrangler",
    ["deploy", "--dry-run", "--outdir", folder, "--env", "production"],
    { encoding: "utf8", env: { ...process.env, ...planted } },
  );
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
  const built = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  for (const secret of [...Object.values(planted), ...local])
    if (`${built.join()}${stdout}`.includes(secret))
      throw new Error(`A secret is in the bundle: ${secret.slice(0, 12)}…`);
  console.log(`${names.length + local.length} secrets, none of them in what would be deployed`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
