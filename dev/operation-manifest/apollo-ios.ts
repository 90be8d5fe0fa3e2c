/**
 * The manifest that Apollo iOS' own code generation makes of the same files, for the same ids: `__typename` comes first
 * in every field's selection and every fragment, each definition stands on one line, and fragments follow the operation.
 */
import { createHash } from "node:crypto";
import type { CodegenPlugin, Types } from "@graphql-codegen/plugin-helpers";
import {
  type DefinitionNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { Manifest, Operation } from "./manifest.ts";

/** Writes the manifest of all operations, sorted by name. */
export const plugin: CodegenPlugin["plugin"] = (_schema, documents) => {
  const definitions = documents.flatMap(({ document }: Types.DocumentFile) => document?.definitions ?? []);
  const manifest: Manifest = {
    format: "apollo-persisted-query-manifest",
    version: 1,
    operations: definitions
      .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      .map((operation) => listed(operation, definitions))
      .sort((one, other) => one.name.localeCompare(other.name)),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
};

function listed(operation: OperationDefinitionNode, definitions: readonly DefinitionNode[]): Operation {
  const name = operation.name?.value ?? "";
  const fragments = fragmentsOf(operation, definitions);
  // Apollo iOS puts several fragments into an order of its own, and another order is another id.
  if (fragments.length > 1) throw new Error(`${name} uses more than one fragment`);
  const body = [operation, ...fragments].map(onOneLine).join("\n");
  return { id: createHash("sha256").update(body).digest("hex"), name, type: operation.operation, body };
}

function fragmentsOf(node: DefinitionNode, definitions: readonly DefinitionNode[]): FragmentDefinitionNode[] {
  const names = new Set<string>();
  visit(node, { FragmentSpread: ({ name }) => void names.add(name.value) });
  const used = definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .filter(({ name }) => names.has(name.value));
  return used.flatMap((fragment) => [fragment, ...fragmentsOf(fragment, definitions)]);
}

function onOneLine(definition: DefinitionNode): string {
  return print(withTypenames(definition))
    .split("\n")
    .map((line) => line.trim())
    .join(" ");
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

function withTypenames(definition: DefinitionNode): DefinitionNode {
  const completed = (selections: SelectionSetNode): SelectionSetNode => {
    const has = selections.selections.some(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === typename.name.value,
    );
    return has ? selections : { ...selections, selections: [typename, ...selections.selections] };
  };
  return visit(definition, {
    Field: {
      leave: (field) =>
        field.selectionSet ? { ...field, selectionSet: completed(field.selectionSet) } : undefined,
    },
    FragmentDefinition: {
      leave: (fragment) => ({ ...fragment, selectionSet: completed(fragment.selectionSet) }),
    },
  });
}
