/** A DataLoader per request, made on first use, for what hangs off an object by key. */
import { createContextCache } from "@pothos/core";
import DataLoader from "dataloader";
import type { Context } from "../context.ts";

/** What hangs off objects of one kind, for one request. */
export type RequestLoader<Key, Value> = {
  /** Has it loaded with whatever else is asked for in this tick. */
  load: (key: Key) => Promise<Value>;
  /** The same at once where it has been loaded before: a field without a promise spares its object and its list theirs. */
  get: (key: Key) => Value | Promise<Value>;
};

/**
 * `load` gets every key asked for in one tick and answers in the same order, like any DataLoader batch function.
 * Returns the accessor: `contributorsOf(context).get(isbn)`.
 */
export function requestLoader<Key extends string | number | object, Value>(
  load: (keys: readonly Key[], context: Context) => Promise<readonly Value[]>,
): (context: Context) => RequestLoader<Key, Value> {
  return createContextCache((context: Context) => {
    const loaded = new Map<Key, { value: Value }>();
    const loader = new DataLoader<Key, Value>(async (keys) => {
      const values = await load(keys, context);
      for (const [place, value] of values.entries()) {
        const key = keys[place];
        if (key !== undefined) loaded.set(key, { value });
      }
      return values;
    });
    return {
      load: (key) => loader.load(key),
      get(key) {
        const there = loaded.get(key);
        return there ? there.value : loader.load(key);
      },
    };
  });
}

/** Loads by key and arguments, the same but once a request: for pages, which no two keys can share a statement for. */
export function oncePerRequest<Args extends object, Value>(
  load: (key: string, args: Args, context: Context) => Promise<Value>,
): (key: string, args: Args, context: Context) => Promise<Value> {
  const promisesOf = createContextCache((_context: Context) => new Map<string, Promise<Value>>());
  return (key, args, context) => {
    const promises = promisesOf(context);
    const name = `${key} ${JSON.stringify(args)}`;
    const loading = promises.get(name) ?? load(key, args, context);
    promises.set(name, loading);
    return loading;
  };
}

/** Puts rows that carry their key into the order of the keys; several rows may share one. */
export function groupInOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Row[][] {
  const groups = Map.groupBy(rows, keyOf);
  return keys.map((key) => groups.get(key) ?? []);
}
