/** The rules that fields state in the schema: `authScopes: { anybody: true }`, `authScopes: { role: "editor" }`. */
import type { AuthFailure, ForbiddenResult } from "@pothos/plugin-scope-auth";
import type { GraphQLError } from "graphql";
import { forbidden, unauthenticated } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { type Role, roles } from "./roles.ts";

/** What a field can ask of its caller; `anybody` says aloud that it asks nothing. */
export type Rules = { anybody: boolean; role: Role };

/** How the rules are checked. */
export function checksOf({ caller }: { caller: Caller }) {
  return { anybody: true, role: (role: Role) => caller.roles.includes(role) };
}

/** UNAUTHENTICATED for who may have the role but did not say who they are, FORBIDDEN for who has not. */
export function refusalOf({ kind }: Caller, { failure }: ForbiddenResult): GraphQLError {
  const role = roleIn(failure) ?? "admin";
  if (kind !== "anybody") return forbidden(`This needs the role ${role}.`);
  const message = `This needs the role ${role}: send a token as Authorization: Bearer, or an API key as X-API-Key.`;
  return unauthenticated(message);
}

/** The role that was asked for and not held. */
function roleIn(failure: AuthFailure): Role | undefined {
  if ("failures" in failure) return failure.failures.map(roleIn).find((role) => role !== undefined);
  return "parameter" in failure ? roles.find((role) => role === failure.parameter) : undefined;
}
