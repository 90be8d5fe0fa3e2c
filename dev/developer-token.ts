/**
 * A token for whoever develops on this machine: signed with a key that never leaves it, by an issuer that the local
 * platform plays. The deployed Worker trusts another issuer, so the token is worth nothing there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";

const keyFile = ".wrangler/developer-key.json";
const platformVars = "dev/local-platform/.dev.vars";

/** What the Worker is told of the local issuer in wrangler.jsonc. */
const issuer = { issuer: "http://local-platform", audience: "bookstrack-api", algorithm: "ES256" };

/** An admin's token for a month. The local platform publishes its key from the next start on. */
export async function developerToken(): Promise<string> {
  const key = await developerKey();
  const { d: _secret, ...publicKey } = key;
  publish({ keys: [publicKey] });
  return new SignJWT({ roles: ["admin"] })
    .setProtectedHeader({ alg: issuer.algorithm, kid: key.kid ?? "" })
    .setIssuer(issuer.issuer)
    .setAudience(issuer.audience)
    .setSubject("developer")
    .setIssuedAt()
    .setExpirationTime("30d")
    .sign(await importJWK(key, issuer.algorithm));
}

/** The key pair of this machine, made at the first start. */
async function developerKey(): Promise<JWK> {
  if (existsSync(keyFile)) return JSON.parse(readFileSync(keyFile, "utf8"));
  const { privateKey } = await generateKeyPair(issuer.algorithm, { extractable: true });
  const key = {
    ...(await exportJWK(privateKey)),
    kid: crypto.randomUUID(),
    alg: issuer.algorithm,
    use: "sig",
  };
  mkdirSync(dirname(keyFile), { recursive: true });
  writeFileSync(keyFile, JSON.stringify(key), { mode: 0o600 });
  return key;
}

/** Puts the public key among the local platform's variables, and leaves the others as they are. */
function publish(keys: { keys: JWK[] }): void {
  const line = `LOCAL_JWKS='${JSON.stringify(keys)}'`;
  const before = existsSync(platformVars) ? readFileSync(platformVars, "utf8").split("\n") : [];
  const others = before.filter((other) => other !== "" && !other.startsWith("LOCAL_JWKS="));
  writeFileSync(platformVars, `${[...others, line].join("\n")}\n`);
}
