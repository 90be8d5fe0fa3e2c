/** A DataLoader per request, made on first use, for what hangs off an object by key. */
import { createContextCache } from "@pothos/core";
import DataLoader from "dataloader";
import type { Context } from "../context.ts";

/**
 * `load` gets every key asked for in one tick and answers in the same order, like any DataLoader batch function.
 * Returns the accessor: `contributorsOf(context).load(isbn)`.
 */
export function requestLoader<Key extends string | number | object, Value>(
  load: (keys: readonly Key[], context: Context) => Promise<ArrayLike<Value | Error>>,
): (context: Context) => DataLoader<Key, Value> {
  return createContextCache((context: Context) => new DataLoader<Key, Value>((keys) => load(keys, context)));
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
