/** Does requested enrichments, ten at a time: on a cron, and whenever the queue says that there are some. */
import * as z from "zod/mini";
import { providers } from "../../books/record.ts";
import { isbnOrNull } from "../../isbn.ts";
import { RequestDatabase } from "../../platform/d1.ts";
import { logError } from "../../platform/log.ts";
import { outbound } from "../../platform/outbound.ts";
import { answerCache } from "../cache.ts";
import { type Claimed, claim, settle } from "../requests.ts";
import { providerNames } from "../services.ts";
import { enrichAuthor } from "./author.ts";
import { enrichInOrder } from "./edition.ts";
import type { Done, Processing } from "./outcome.ts";
import { enrichWork } from "./work.ts";

/** Requests done side by side. */
export const batchSize = 10;

/** Claims and does one batch; returns how many there were. What fails is tried again later. */
export async function processRequests(env: Env, now: () => Date): Promise<number> {
  const db = new RequestDatabase(env.DB);
  const processing: Processing = {
    env,
    db,
    gates: env.PROVIDER_GATES,
    cache: answerCache({ kv: env.CACHE, bucket: env.FILES, nearest: null }),
    fetch: outbound(env),
    now,
  };
  const requests = await claim(db, batchSize, now());
  await Promise.all(
    requests.map(async (request) => {
      const done = await enrich(processing, request).catch((error: unknown): Done => {
        logError("enrichment.failed", error, { entity: request.entity });
        return { attempts: [], outcome: "failed" };
      });
      await settle(db, request, done, now());
    }),
  );
  return requests.length;
}

const names = z.array(z.enum(providers));

function enrich(processing: Processing, { entity, key, providers: wanted }: Claimed): Promise<Done> {
  const inOrder = wanted === null ? providerNames : names.parse(JSON.parse(wanted));
  if (entity === "WORK") return enrichWork(processing, key, inOrder);
  if (entity === "AUTHOR") return enrichAuthor(processing, key, inOrder);
  const isbn = isbnOrNull(key);
  return isbn ? enrichInOrder(processing, isbn, inOrder) : Promise.resolve({ attempts: [], outcome: "done" });
}
