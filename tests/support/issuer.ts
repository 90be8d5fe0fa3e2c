/** An OpenID Connect issuer played in the test: signs tokens, publishes its keys, has bad days. */
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** What a token says and how it is signed; a test changes what it is about. */
type Told = {
  claims?: Record<string, unknown>;
  issuer?: string;
  audience?: string;
  /** Seconds from now; null leaves the claim away. */
  expiresIn?: number | null;
  validIn?: number;
};

const seconds = () => Math.floor(Date.now() / 1_000);

/** An issuer of its own, whose keys nobody has fetched yet. */
export async function playIssuer(algorithm = "ES256") {
  const url = `https://${crypto.randomUUID()}.example/jwks.json`;
  let [keyNumber, calls] = [1, 0];
  let keys = await generateKeyPair(algorithm, { extractable: true });
  let respond: (() => Promise<Response>) | null = null;

  const publish = async () => ({
    keys: [{ ...(await exportJWK(keys.publicKey)), kid: String(keyNumber), alg: algorithm, use: "sig" }],
  });

  return {
    /** The deployment's bindings. */
    bindings: {
      AUTH_JWKS_URL: url,
      AUTH_ISSUER: "https://issuer.example/",
      AUTH_AUDIENCE: "books, other-books",
      OUTBOUND: {
        fetch: async (request: Request) => {
          if (request.url !== url) throw new Error(`Nobody is at ${request.url}`);
          calls += 1;
          return respond ? respond() : Response.json(await publish());
        },
      },
    },
    /** How often the keys were fetched. */
    calls: () => calls,
    publish,
    /** A new key in place of the old. */
    rotate: async () => {
      keyNumber += 1;
      keys = await generateKeyPair(algorithm, { extractable: true });
    },
    /** Answers like this from now on; null is well again. */
    answer: (bad: (() => Promise<Response>) | null) => {
      respond = bad;
    },
    sign: ({ claims = {}, issuer, audience, expiresIn = 600, validIn }: Told = {}) => {
      const token = new SignJWT({ sub: "reader-1", ...claims })
        .setProtectedHeader({ alg: algorithm, kid: String(keyNumber) })
        .setIssuer(issuer ?? "https://issuer.example/")
        .setAudience(audience ?? "books");
      if (expiresIn !== null) token.setExpirationTime(seconds() + expiresIn);
      if (validIn !== undefined) token.setNotBefore(seconds() + validIn);
      return token.sign(keys.privateKey);
    },
  };
}
