/** Who may ask what the schema is: EXPLORE=anyone on a developer's machine, else only who is signed in. */
import { NoSchemaIntrospectionCustomRule, validate } from "graphql";
import type { Plugin } from "graphql-yoga";
import { callerOf } from "../accounts/caller.ts";
import type { Context, Invocation } from "../context.ts";

/** Turns introspection off, and with it the suggestions of validation, which would tell the same word by word. */
export function useExplorePolicy(): Plugin<Context, Invocation> {
  const closed = new WeakSet<Request>();
  return {
    // Validation has no time to ask who is there.
    async onRequestParse({ request, serverContext: { env } }) {
      if (env.EXPLORE === "anyone") return;
      // Bad credentials are refused where the context is made; here they are as good as none.
      const caller = await callerOf(request, env, () => new Date()).catch(() => null);
      if (!caller || caller.roles.length === 0) closed.add(request);
    },
    onValidate({ context, addValidationRule, setValidationFn }) {
      if (!closed.has(context.request)) return;
      // The rule is part of the key that results are kept by, so nobody gets an answer that was meant for others.
      addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn(withoutSuggestions);
    },
    // Variables are checked by execution, which has no such switch.
    onResultProcess({ request, result }) {
      if (!closed.has(request) || Symbol.asyncIterator in result) return;
      for (const { errors = [] } of [result].flat())
        for (const error of errors) error.message = error.message.replace(/ Did you mean [^?]*\?/, "");
    },
  };
}

const withoutSuggestions: typeof validate = (schema, document, rules) =>
  validate(schema, document, rules, { hideSuggestions: true });
