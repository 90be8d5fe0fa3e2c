/**
 * Global ids, https://graphql.org/learn/global-object-identification/, given at once: the relay plugin gives them from an
 * async function, and graphql-js makes a promise of every object with a field that is one.
 */
import SchemaBuilder, {
  BasePlugin,
  completeValue,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from "@pothos/core";
import type { GraphQLFieldResolver } from "graphql";
import * as z from "zod/mini";

/** "Book:9780141036144" in Base64. Ids are ASCII, each made by us. */
export function globalId(typename: string, id: string): string {
  return btoa(`${typename}:${id}`);
}

type Resolver<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** What a node type was declared with: how its id is read off an object. */
const nodeOptions = z.object({
  id: z.object({ resolve: z.custom<Resolver<object>>((value) => typeof value === "function") }),
});

const pluginName = "globalIds";

class GlobalIds<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: Resolver<Types["Context"]>,
    { name, parentType }: PothosOutputFieldConfig<Types>,
  ): Resolver<Types["Context"]> {
    if (name !== "id") return resolver;
    const { data } = nodeOptions.safeParse(this.buildCache.getTypeConfig(parentType).pothosOptions);
    if (!data) return resolver;
    return (...asked) => completeValue(data.id.resolve(...asked), (id) => globalId(parentType, String(id)));
  }
}

SchemaBuilder.registerPlugin(pluginName, GlobalIds);

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      globalIds: GlobalIds<Types>;
    }
  }
}

export default pluginName;
