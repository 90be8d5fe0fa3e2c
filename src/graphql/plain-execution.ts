/** graphql-js executes what has no `@defer` and no `@stream`, in less time than the executor that knows them. */
import { type DocumentNode, execute, visit } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Chooses who executes, by the document: once, since documents are parsed once an isolate. */
export function usePlainExecution(): Plugin {
  const plain = new WeakMap<DocumentNode, boolean>();
  return {
    onExecute({ args: { document }, setExecuteFn }) {
      const isPlain = plain.get(document) ?? !isIncremental(document);
      plain.set(document, isPlain);
      if (isPlain) setExecuteFn(execute);
    },
  };
}

function isIncremental(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: ({ name }) => {
      if (name.value === "defer" || name.value === "stream") found = true;
    },
  });
  return found;
}
