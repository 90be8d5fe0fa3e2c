/** Tokens of an OpenID Connect issuer (RFC 7519): who sends one, and what they may, or which rule the token breaks. */
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod/mini";
import { listed, missing } from "./listed.ts";
import { badCredentials } from "./refusals.ts";
import { type Role, rolesIn } from "./roles.ts";

/** What can be verified with a public key. `none` and the HS family are not here: no deployment can switch them on. */
const algorithms = [
  ...(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const),
  ...(["ES256", "ES384", "ES512", "EdDSA", "Ed25519"] as const),
];

const settings = z.object({
  AUTH_JWKS_URL: z.string().check(z.refine((url) => URL.canParse(url), "must be a URL")),
  AUTH_ISSUER: z.string(missing).check(z.minLength(1, missing)),
  /** One or more, parted by commas; a token must be for one of them. */
  AUTH_AUDIENCE: z.pipe(listed, z.array(z.string()).check(z.minLength(1, missing))),
  AUTH_ALGORITHMS: z.optional(
    z.pipe(
      listed,
      z.array(z.enum(algorithms, `must be of ${algorithms.join(", ")}`)).check(z.minLength(1, missing)),
    ),
  ),
  /** A claim by its name, or by dots where it lies deeper: `realm_access.roles`. */
  AUTH_ROLES_CLAIM: z._default(z.string().check(z.minLength(1, missing)), "roles"),
});

/** Whose tokens a deployment takes, and of what kind. */
export type TokenRules = {
  keysUrl: string;
  issuer: string;
  audience: string[];
  algorithms: string[];
  rolesClaim: string;
};

/**
 * The rules of this deployment; null when it takes no tokens.
 * @throws for the operator when the bindings cannot be read, naming the one at fault.
 */
export function tokenRules(env: object): TokenRules | null {
  if (!("AUTH_JWKS_URL" in env) || !env.AUTH_JWKS_URL) return null;
  const { data, error } = settings.safeParse(env);
  if (!data) throw new Error(`The tokens' rules are misconfigured. ${z.prettifyError(error)}`);
  return {
    keysUrl: data.AUTH_JWKS_URL,
    issuer: data.AUTH_ISSUER,
    audience: data.AUTH_AUDIENCE,
    algorithms: data.AUTH_ALGORITHMS ?? [...algorithms],
    rolesClaim: data.AUTH_ROLES_CLAIM,
  };
}

/** Seconds by which two clocks may differ. */
const clockSkew = 30;

/** A token's holder: `subject` is unique within the issuer. */
export type Holder = { subject: string; roles: Role[] };

/**
 * The holder of a token that keeps all rules.
 * @throws UNAUTHENTICATED naming the rule that it breaks, and whatever `keys` throws when there are none.
 */
export async function verifyToken(
  token: string,
  rules: TokenRules,
  { keys, now }: { keys: JWTVerifyGetKey; now: Date },
): Promise<Holder> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: rules.algorithms,
      clockTolerance: clockSkew,
      requiredClaims: ["exp", "sub"],
      currentDate: now,
    });
    if (!payload.sub) throw badCredentials("The token names nobody: its claim `sub` is empty.");
    return { subject: payload.sub, roles: rolesIn(wordsOf(claimOf(payload, rules.rolesClaim))) };
  } catch (error) {
    const broken = brokenRule(error, rules);
    throw broken ? badCredentials(broken) : error;
  }
}

/** The rule that a token breaks, in words; null when the error is none of the token's. */
function brokenRule(error: unknown, rules: TokenRules): string | null {
  if (error instanceof errors.JWTExpired) return "The token has expired: get a new one from its issuer.";
  if (error instanceof errors.JWTClaimValidationFailed) return brokenClaim(error);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return `The token is signed with an algorithm that is not taken here; taken are ${rules.algorithms.join(", ")}.`;
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return "The token's signature does not fit what it says.";
  if (error instanceof errors.JWKSNoMatchingKey)
    return "The token is signed with a key that the issuer does not publish.";
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return "The token must name its key (`kid`), for the issuer has several.";
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return "What was sent is neither an API key of this service nor a JSON Web Token.";
  if (error instanceof errors.JOSENotSupported) return "The token asks for something that is not supported.";
  return null;
}

function brokenClaim({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === "missing") return `The token lacks the claim \`${claim}\`.`;
  if (claim === "iss") return "The token is from another issuer than this service trusts.";
  if (claim === "aud") return "The token is meant for another audience than this service.";
  if (claim === "nbf") return "The token is not valid yet.";
  return `The token's claim \`${claim}\` is not valid.`;
}

/** A claim by its whole name first: Auth0's are URLs, with dots of their own. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name
    .split(".")
    .reduce<unknown>(
      (inside, part) =>
        typeof inside === "object" && inside !== null
          ? Object.entries(inside).find(([key]) => key === part)?.[1]
          : undefined,
      payload,
    );
}

/** A list of words, or words parted by spaces as in `scope`; anything else says nothing. */
function wordsOf(claim: unknown): string[] {
  if (typeof claim === "string") return claim.split(" ");
  return Array.isArray(claim) ? claim.filter((word) => typeof word === "string") : [];
}
