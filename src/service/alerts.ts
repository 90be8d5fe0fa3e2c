/** What an operator should be woken for. Each alert is told when it comes and when it goes, to the log and a webhook. */
import * as z from "zod/mini";
import type { ProviderStatus } from "../enrichment/status.ts";
import { logError, logInfo } from "../platform/log.ts";
import type { Load } from "./store.ts";

/** The README names these under "Operating". */
export const thresholds = {
  /** Failed requests of all, over a quarter of an hour with at least so many. */
  errorRate: 0.05,
  fewestRequests: 20,
  /** Minutes that anything may wait although it is due. */
  queueMinutes: 30,
  deadLetters: 1,
};

/** How the service is, as far as alerts care. */
export type Vitals = {
  load: Load;
  providers: ProviderStatus[];
  /** Minutes that the oldest message or due request has waited, by queue. */
  waits: { queue: string; minutes: number }[];
};

export type Alert = { name: string; message: string };

/** The alerts that these vitals give reason for. */
export function alertsFor({ load, providers, waits }: Vitals): Alert[] {
  const total = load.ok + load.refused + load.failed;
  const rate = total === 0 ? 0 : load.failed / total;
  return [
    ...(total >= thresholds.fewestRequests && rate > thresholds.errorRate
      ? [
          {
            name: "error-rate",
            message: `${load.failed} of ${total} requests failed in a quarter of an hour.`,
          },
        ]
      : []),
    ...(load.deadLetters >= thresholds.deadLetters
      ? [{ name: "dead-letters", message: `${load.deadLetters} dead letters wait to be looked at.` }]
      : []),
    ...waits
      .filter(({ minutes }) => minutes > thresholds.queueMinutes)
      .map(({ queue, minutes }) => ({
        name: `queue-${queue}`,
        message: `Work waits on the ${queue} queue for ${Math.round(minutes)} minutes.`,
      })),
    ...providers
      .filter(({ circuit }) => circuit !== "CLOSED")
      .map(({ provider }) => ({
        name: `provider-${provider}`,
        message: `${provider} kept failing, and has not answered since.`,
      })),
  ];
}

const standing = z.array(z.object({ name: z.string(), since: z.string() }));

type Telling = {
  database: D1Database;
  fetch: (request: Request) => Promise<Response>;
  /** Where alerts are posted; without it they are only logged. */
  webhook: string | undefined;
  now: Date;
};

/** Tells what has come and what has gone since the last time. What the webhook does not take is told again next time. */
export async function tell(
  alerts: readonly Alert[],
  { database, fetch, webhook, now }: Telling,
): Promise<string> {
  const { results } = await database.prepare("SELECT name, since FROM alerts").all();
  const known = standing.parse(results);
  const raised = alerts.filter(({ name }) => !known.some((alert) => alert.name === name));
  const resolved = known.filter(({ name }) => !alerts.some((alert) => alert.name === name));
  for (const { name, message } of alerts) logInfo("alert", { name, message });
  if (raised.length + resolved.length > 0 && (await isTold(raised, resolved, { fetch, webhook }))) {
    await database.batch([
      database
        .prepare(
          "INSERT INTO alerts (name, since) SELECT value, ?2 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(JSON.stringify(raised.map(({ name }) => name)), now.toISOString()),
      database
        .prepare("DELETE FROM alerts WHERE name IN (SELECT value FROM json_each(?))")
        .bind(JSON.stringify(resolved.map(({ name }) => name))),
    ]);
  }
  return `${alerts.length} alerts stand, ${raised.length} are new, ${resolved.length} are over`;
}

/** `text` is what Slack, Mattermost and Google Chat show; the rest is for programs. */
async function isTold(
  raised: readonly Alert[],
  resolved: readonly { name: string; since: string }[],
  { fetch, webhook }: Pick<Telling, "fetch" | "webhook">,
): Promise<boolean> {
  if (!webhook) return true;
  const text = [
    ...raised.map(({ message }) => `Alert: ${message}`),
    ...resolved.map(({ name, since }) => `Over: ${name}, since ${since}.`),
  ].join("\n");
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, raised, resolved }),
    signal: AbortSignal.timeout(10_000),
  };
  try {
    const { ok, status } = await fetch(new Request(webhook, init));
    if (!ok) throw new Error(`The webhook answered ${status}`);
    return true;
  } catch (error) {
    logError("alert.not_told", error);
    return false;
  }
}
