/** A subscription has one root field, whatever its variables are: https://spec.graphql.org/September2025/#sec-Single-Root-Field. */
import { GraphQLError, type OperationDefinitionNode, type ValidationContext } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Refuses `@skip` and `@include` there, which could leave graphql-js without a field to subscribe to. */
export function useSubscriptionRule(): Plugin {
  return { onValidate: ({ addValidationRule }) => addValidationRule(rootIsCertain) };
}

const conditions = ["skip", "include"];

function rootIsCertain(context: ValidationContext) {
  return {
    OperationDefinition({ operation, selectionSet }: OperationDefinitionNode) {
      if (operation !== "subscription") return;
      for (const { directives = [] } of selectionSet.selections) {
        const nodes = directives.filter(({ name }) => conditions.includes(name.value));
        if (nodes.length === 0) continue;
        context.reportError(
          new GraphQLError("The root field of a subscription must not have @skip or @include.", { nodes }),
        );
      }
    },
  };
}
