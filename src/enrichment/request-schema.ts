import { ProviderEnum } from "../books/schema.ts";
import { builder } from "../builder.ts";
import { badUserInput } from "../errors.ts";
import { isbnOrNull } from "../isbn.ts";
import { JobStatusEnum } from "../jobs/loader.ts";
import { soon } from "../platform/in-time.ts";
import { jsonStrings } from "../platform/json.ts";
import { groupInOrder, requestLoader } from "../platform/request-loader.ts";
import {
  type AttemptRow,
  attemptsOf,
  type EntityKind,
  latestRequest,
  requestEnrichment,
  requestsById,
} from "./requests.ts";

const EntityKindEnum = builder.enumType("EntityKind", {
  description: "What can be enriched.",
  values: {
    EDITION: { description: "A book, by ISBN." },
    WORK: { description: "A work, by id: through its editions." },
    AUTHOR: { description: "An author, by id: through Wikidata." },
  } satisfies Record<EntityKind, { description: string }>,
});

const loadAttempts = requestLoader(async (ids: readonly string[], { db }) =>
  groupInOrder(ids, await attemptsOf(db, ids), (row) => row.request_id),
);

/** A request, by its id. */
export const EnrichmentRequest = builder.loadableNodeRef("EnrichmentRequest", {
  load: (ids: string[], context) => requestsById(context.db, ids),
  id: { resolve: (request) => request.id },
  toKey: (request) => request.id,
  sort: true,
});

builder.objectType(EnrichmentRequest, {
  description:
    "A wish to complete something from the providers. It is tried up to four times, and never lost.",
  fields: (t) => ({
    entity: t.expose("entity", { type: EntityKindEnum, description: "What is to be completed." }),
    key: t.exposeString("key", { description: "Which one: an ISBN, or an id." }),
    priority: t.exposeInt("priority", { description: "1 to 10; the highest is done first." }),
    status: t.expose("status", { type: JobStatusEnum, description: "Where it stands." }),
    attempts: t.field({
      type: [EnrichmentAttempt],
      description: "What was tried, in order.",
      resolve: (request, _args, context) => loadAttempts(context).get(request.id),
    }),
    createdAt: t.expose("created_at", { type: "DateTime", description: "When it was asked for." }),
  }),
});

const EnrichmentAttempt = builder.objectRef<AttemptRow>("EnrichmentAttempt").implement({
  description: "One provider asked once.",
  fields: (t) => ({
    provider: t.expose("provider", { type: ProviderEnum, description: "Who was asked." }),
    succeeded: t.boolean({
      description: "Whether it answered, be it that it knows nothing.",
      resolve: (attempt) => attempt.succeeded === 1,
    }),
    fieldsUpdated: t.stringList({
      description: "Which fields now stand on its word.",
      resolve: (attempt) => jsonStrings(attempt.fields_updated),
    }),
    error: t.exposeString("error", { nullable: true, description: "What was wrong." }),
    tookMs: t.exposeInt("took_ms", { description: "Milliseconds." }),
    at: t.expose("at", { type: "DateTime", description: "When the provider was asked." }),
  }),
});

builder.mutationField("requestEnrichment", (t) =>
  t.field({
    type: EnrichmentRequest,
    description:
      "Asks for something to be completed in the background. One request is under way for each thing: a second one is the first, at the higher priority. Needs the role editor.",
    args: {
      entity: t.arg({
        type: EntityKindEnum,
        required: true,
        description: "Whether `key` names an edition, a work or an author.",
      }),
      key: t.arg.string({
        required: true,
        description: "An ISBN for EDITION, the `id` of a Work or Author for the others.",
      }),
      priority: t.arg.int({ required: true, defaultValue: 5, description: "1 to 10, the highest first." }),
      providers: t.arg({ type: [ProviderEnum], description: "Only these; all by default." }),
    },
    authScopes: { role: "editor" },
    resolve: async (_root, { entity, key, priority, providers = null }, { db, env, now }) => {
      if (priority < 1 || priority > 10) throw badUserInput("priority", "must be from 1 to 10");
      const local =
        entity === "EDITION" ? isbnOrNull(key) : localId(key, entity === "WORK" ? "Work" : "Author");
      if (!local)
        throw badUserInput(
          "key",
          entity === "EDITION" ? "must be an ISBN" : `must be the id of a ${entity.toLowerCase()}`,
        );
      await requestEnrichment(db, [{ entity, key: local, priority, providers }], now());
      // Without the message it is the cron that comes by.
      await soon("enrichment.not_queued", env.ENRICHMENT_QUEUE.send({ kind: "requests" }));
      const request = await latestRequest(db, entity, local);
      if (!request) throw new Error("The request was not kept");
      return request;
    },
  }),
);

/** The id within its type, or null when it is another type's or nobody's. */
function localId(globalId: string, typename: string): string | null {
  const [type, id] = Buffer.from(globalId, "base64").toString("utf8").split(":");
  return type === typename && id ? id : null;
}
