/** The Pothos builder: plugins, defaults and scalars; types live in their slices. */
import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import DataloaderPlugin from "@pothos/plugin-dataloader";
import RelayPlugin, { decodeGlobalID } from "@pothos/plugin-relay";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import { checksOf, type Rules, refusalOf } from "./accounts/rules.ts";
import type { Context } from "./context.ts";
import { badUserInput } from "./errors.ts";
import { costOptions } from "./graphql/cost.ts";
import GlobalIdsPlugin, { globalId } from "./graphql/global-ids.ts";
import type { Isbn } from "./isbn.ts";
import * as scalars from "./scalars.ts";

type SameInOut<T> = { Input: T; Output: T };

export type BuilderTypes = {
  Context: Context;
  AuthScopes: Rules;
  DefaultFieldNullability: false;
  DefaultNodeNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  Scalars: {
    ID: SameInOut<string>;
    ISBN: SameInOut<Isbn>;
    PartialDate: SameInOut<string>;
    /** D1 keeps ISO text, and it goes out as it is. */
    DateTime: { Input: Date; Output: Date | string };
    URL: { Input: URL; Output: string };
    LanguageCode: SameInOut<string>;
    Date: SameInOut<string>;
    File: { Input: File; Output: never };
  };
};

export const builder = new SchemaBuilder<BuilderTypes>({
  // The last stands nearest to the resolvers: whoever may not is refused before anything is read for them.
  plugins: [ComplexityPlugin, DataloaderPlugin, RelayPlugin, ScopeAuthPlugin, GlobalIdsPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: checksOf,
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, { caller }, _info, result) => refusalOf(caller, result),
  },
  complexity: costOptions,
  relay: {
    nodeQueryOptions: {
      description:
        "The object with this global id, or null when there is none. For a client's cache to refetch by id.",
      args: { id: { description: "A global id, as any `id` field gave it." } },
    },
    nodesQueryOptions: {
      nullable: { list: false, items: true },
      description: "Up to 100 objects by their global ids, in the order asked, null where there is none.",
      args: { ids: { description: "Global ids, of mixed types if you like." } },
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > 100) throw badUserInput("ids", "takes at most 100 ids");
        return resolveNodes(ids);
      },
    },
    nodeTypeOptions: {
      description: "Anything with an id that is unique over the whole API and never changes.",
    },
    pageInfoTypeOptions: { description: "Where a page stands in its list." },
    idFieldOptions: { description: "Unique over the whole API: good as a cache key." },
    cursorFieldOptions: { description: "Pass it as `after` to read on from this edge." },
    nodeFieldOptions: { nullable: false, description: "The object at this edge." },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: "The page's edges, in the list's order.",
    },
    pageInfoFieldOptions: { nullable: false, description: "Whether there is more, and where to go on." },
    hasNextPageFieldOptions: { description: "Whether asking again with `after: endCursor` will bring more." },
    hasPreviousPageFieldOptions: { description: "Whether this page was reached with `after`." },
    startCursorFieldOptions: { description: "The first edge's cursor; null on an empty page." },
    endCursorFieldOptions: { description: "The last edge's cursor; null on an empty page." },
    encodeGlobalID: (typename, id) => globalId(typename, String(id)),
    decodeGlobalID: (globalId) => {
      try {
        return decodeGlobalID(globalId);
      } catch {
        throw badUserInput("id", "is not an id that this API gave");
      }
    },
    defaultConnectionTypeOptions: {
      description: "A page of a list: https://relay.dev/graphql/connections.htm.",
    },
    defaultEdgeTypeOptions: { description: "An object in a list, and its place there." },
  },
});

builder.addScalarType("ISBN", scalars.ISBN);
builder.addScalarType("PartialDate", scalars.PartialDate);
builder.addScalarType("Date", scalars.CalendarDate);
builder.addScalarType("DateTime", scalars.DateTime);
builder.addScalarType("URL", scalars.URL);
builder.addScalarType("LanguageCode", scalars.LanguageCode);
builder.addScalarType("File", scalars.File);

builder.queryType({ description: "Read the catalogue, and follow jobs by polling." });
builder.mutationType({ description: "Change the catalogue, mostly by jobs that go on after the answer." });
builder.subscriptionType({ description: "Watch what goes on, over Server-Sent Events or multipart." });
