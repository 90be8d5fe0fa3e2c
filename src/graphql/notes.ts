/** What an answer has to say beside its data: `extensions.notes`, a list of sentences. */
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Adds the notes that resolvers left in the context, where there are any. */
export function useNotes(): Plugin<Context> {
  return {
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone({ result, setResult }) {
        const { notes } = contextValue;
        if (notes.length === 0 || Symbol.asyncIterator in result) return;
        setResult({ ...result, extensions: { ...result.extensions, notes } });
      },
    }),
  };
}
