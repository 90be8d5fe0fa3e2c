/** What each cron of wrangler.jsonc does: one entry a line there, the same key here. */
import { harvestCovers } from "./covers/harvest.ts";
import { batchSize, processRequests } from "./enrichment/processing/processor.ts";
import { serviceOf } from "./enrichment/services.ts";
import { writeCounters } from "./platform/counters.ts";
import { RequestDatabase } from "./platform/d1.ts";
import { outbound } from "./platform/outbound.ts";
import { comingMonday } from "./recommendations/week.ts";
import { makeWeeklyPicks } from "./recommendations/weekly.ts";
import { countCommonTerms } from "./search/plan.ts";
import { sweep } from "./search/vectorize.ts";
import { alertsFor, tell } from "./service/alerts.ts";
import { recordCron } from "./service/cron.ts";
import { countersKeptDays, forgetCounters } from "./service/store.ts";
import { vitalsOf } from "./service/vitals.ts";
import { syncOpenLibrary } from "./sync/open-library.ts";

/** `run` says what it did, for `operations.cronRuns`; `due` is the time the cron was for, whenever it really runs. */
type Cron = { name: string; run: (env: Env, due: Date) => Promise<string> };

const now = () => new Date();

const quarterHourly = "*/15 * * * *";

/** Rides on the quarter-hourly trigger: an account without a plan has five triggers in all. */
const alerts: Cron = {
  name: "alerts",
  async run(env) {
    const [at, day] = [now(), 86_400_000];
    await forgetCounters(new RequestDatabase(env.DB), new Date(at.getTime() - countersKeptDays * day));
    const telling = { database: env.DB, fetch: outbound(env), webhook: env.ALERT_WEBHOOK_URL, now: at };
    return tell(alertsFor(await vitalsOf(env, at)), telling);
  },
};

const crons: Record<string, Cron> = {
  [quarterHourly]: {
    name: "enrichment and embeddings",
    async run(env) {
      const done = await processRequests(env, now);
      if (done === batchSize) await env.ENRICHMENT_QUEUE.send({ kind: "requests" });
      return `${done} requests done, ${await sweep(env)} books queued to be embedded`;
    },
  },
  "0 3 * * *": {
    name: "covers",
    async run(env) {
      const db = new RequestDatabase(env.DB);
      const { FILES: bucket, IMAGES: images } = env;
      return `${await harvestCovers({ db, bucket, images, fetch: outbound(env), now })} books' covers kept`;
    },
  },
  "30 3 * * *": {
    name: "common words",
    async run(env) {
      await countCommonTerms(new RequestDatabase(env.DB));
      return "counted";
    },
  },
  "0 4 * * *": {
    name: "Open Library's changes",
    async run(env) {
      const service = serviceOf(env, "OPEN_LIBRARY");
      if (!service) return "Open Library is not configured";
      const db = new RequestDatabase(env.DB);
      const { pages, requested, isCaughtUp } = await syncOpenLibrary({
        db,
        fetch: outbound(env),
        now,
        ...service.config,
      });
      return `${pages} pages read, ${requested} requests, ${isCaughtUp ? "caught up" : "more to read"}`;
    },
  },
  "0 0 * * 0": {
    name: "weekly picks",
    async run(env, due) {
      const stores = { db: new RequestDatabase(env.DB), cache: env.CACHE, vectors: env.BOOK_VECTORS };
      const week = await makeWeeklyPicks(stores, comingMonday(due), { now: now(), isForced: false });
      return week ? `${week.picks.length} picks for ${week.weekOf}` : "the catalogue has nothing to pick";
    },
  },
};

/** Runs the cron that is due and records what came of it. @throws for one that nobody wrote. */
export async function runCron({ cron, scheduledTime }: ScheduledController, env: Env): Promise<void> {
  const due = new Date(scheduledTime);
  const work = crons[cron];
  if (!work) throw new Error(`No cron ${cron}`);
  const works = cron === quarterHourly ? [work, alerts] : [work];
  const runs = await Promise.allSettled(
    works.map((one) => recordCron(env.DB, one.name, due, () => one.run(env, due))),
  );
  await writeCounters(env.DB, now());
  const failed = runs.find((run) => run.status === "rejected");
  if (failed) throw failed.reason;
}
