import { spend } from "../accounts/rates.ts";
import { Book } from "../books/loader.ts";
import { ProviderEnum } from "../books/schema.ts";
import { builder } from "../builder.ts";
import type { Isbn } from "../isbn.ts";
import type { Enriched } from "./pipeline.ts";
import type { ProviderName } from "./providers/provider.ts";
import { EnrichmentRequest } from "./request-schema.ts";
import { latestRequest } from "./requests.ts";
import { scan } from "./scan.ts";

type Result<Kind extends Enriched["kind"]> = Extract<Enriched, { kind: Kind }> & { isbn: Isbn };

/** What a client is told when an earlier answer served. */
export function staleNote(provider: ProviderName): string {
  return `${provider} could not be asked: what it said before was used.`;
}

const EnrichBookSuccess = builder.objectRef<Result<"enriched">>("EnrichBookSuccess").implement({
  description: "The book, as complete as the sources make it now.",
  fields: (t) => ({
    book: t.field({ type: Book, description: "The edition.", resolve: ({ isbn }) => isbn }),
    fieldsUpdated: t.exposeStringList("fieldsUpdated", {
      description: "What this request changed; empty when the catalogue had it all.",
    }),
    fromCache: t.exposeBoolean("fromCache", { description: "Whether no provider had to be asked." }),
  }),
});

const BookNotFound = builder.objectRef<Result<"not-found">>("BookNotFound").implement({
  description: "No source knows this ISBN. They are asked again tomorrow at the earliest.",
  fields: (t) => ({
    isbn: t.expose("isbn", { type: "ISBN", description: "The ISBN that was asked for." }),
    triedProviders: t.expose("triedProviders", { type: [ProviderEnum], description: "Who was asked." }),
  }),
});

const ProvidersUnavailable = builder.objectRef<Result<"unavailable">>("ProvidersUnavailable").implement({
  description: "The catalogue does not have it, and not every source could be asked.",
  fields: (t) => ({
    isbn: t.expose("isbn", { type: "ISBN", description: "The ISBN that was asked for." }),
    retryAfterSeconds: t.exposeInt("retryAfterSeconds", { description: "When asking again may help." }),
    queued: t.field({
      type: EnrichmentRequest,
      nullable: true,
      description: "The request by which it is tried again without you.",
      resolve: ({ isbn }, _args, { db }) => latestRequest(db, "EDITION", isbn),
    }),
  }),
});

const EnrichBookResult = builder.unionType("EnrichBookResult", {
  description: "What became of a scanned barcode.",
  types: [EnrichBookSuccess, BookNotFound, ProvidersUnavailable],
  resolveType: ({ kind }) =>
    ({ enriched: EnrichBookSuccess, "not-found": BookNotFound, unavailable: ProvidersUnavailable })[kind],
});

builder.mutationField("enrichBook", (t) =>
  t.field({
    type: EnrichBookResult,
    description:
      "A barcode scan: answers in one request, from the catalogue or from the providers side by side. Two scans of one ISBN at the same moment ask each provider once.",
    args: {
      isbn: t.arg({ type: "ISBN", required: true, description: "In any spelling." }),
      force: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: "Ask the providers even where the catalogue's record is fresh.",
      }),
    },
    authScopes: { anybody: true },
    resolve: async (_root, { isbn, force }, context) => {
      const { db, env, notes, now } = context;
      await spend(context, "ENRICHMENT");
      const { enriched, note } = await scan(env, db, isbn, { isForced: force, now: now() });
      if (note) notes.push(note);
      if (enriched.kind === "enriched") notes.push(...enriched.stale.map(staleNote));
      return { ...enriched, isbn };
    },
  }),
);
