/** graphql-js executes what has no `@defer` and no `@stream`, in less time than the executor that knows them. */
import { type DocumentNode, type ExecutionArgs, execute, visit } from "graphql";
import type { Plugin } from "graphql-yoga";

/** Chooses who executes, by the document: once, since documents are parsed once an isolate. */
export function usePlainExecution(): Plugin {
  const plain = new WeakMap<DocumentNode, boolean>();
  return {
    onExecute({ args: { document }, executeFn, setExecuteFn }) {
      const isPlain = plain.get(document) ?? !isIncremental(document);
      plain.set(document, isPlain);
      if (!isPlain) return;
      setExecuteFn((args: ExecutionArgs) => {
        const result = execute(args);
        // What is refused before any resolver runs, Yoga's executor refuses with the status that HTTP asks for.
        return result instanceof Promise || "data" in result ? result : executeFn(args);
      });
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
