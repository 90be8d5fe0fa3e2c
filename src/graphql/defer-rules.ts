/** `useDeferStream` replaces a validation rule that it finds by its name, which a minified bundle does not keep. */
import { OverlappingFieldsCanBeMergedRule, type ValidationRule } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Takes graphql-js's own rule out, for `useDeferStream` has put in one that knows `@defer` and `@stream`. */
export function useDeferRules(): Plugin {
  return {
    onValidate({ params }) {
      const rules: ValidationRule[] = params.rules ?? [];
      params.rules = rules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);
    },
  };
}
