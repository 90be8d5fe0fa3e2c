/** Says which argument a refused literal was given for: graphql-js names variables, but not arguments. */
import { type ASTNode, type DocumentNode, GraphQLError, visit } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Completes every BAD_USER_INPUT error of validation with the argument's name, in the message and in `extensions`. */
export function useArgumentNames(): Plugin {
  return {
    onValidate:
      ({ params }) =>
      ({ result, setResult }) => {
        if (result.length === 0) return;
        setResult(
          result.map((error) => (error instanceof GraphQLError ? named(error, params.documentAST) : error)),
        );
      },
  };
}

function named(error: GraphQLError, document: DocumentNode): GraphQLError {
  const [value] = error.nodes ?? [];
  // Results are kept with their names: those of a document that came before have theirs.
  if (error.extensions.code !== "BAD_USER_INPUT" || error.extensions.argument || !value) return error;
  const argument = argumentOf(value, document);
  if (!argument) return error;
  return new GraphQLError(`${argument}: ${error.message}`, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    extensions: { ...error.extensions, argument },
  });
}

/** The dotted name of the argument or input field that holds this value: "filter.languages". */
function argumentOf(value: ASTNode, document: DocumentNode): string | null {
  let name: string | null = null;
  visit(document, {
    enter(node, _key, _parent, _path, ancestors) {
      if (node !== value) return;
      const holders = ancestors
        .flat()
        .filter((ancestor) => ancestor.kind === "Argument" || ancestor.kind === "ObjectField");
      name = holders.map((holder) => holder.name.value).join(".");
    },
  });
  return name;
}
