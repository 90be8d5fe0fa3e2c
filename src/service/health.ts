/** `GET /health`: every binding is tried, all at once and within a budget; the answer says which is broken. */
import { problem } from "../http/problem.ts";
import { inTime } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import { embedTexts } from "../search/embedding.ts";

/** Milliseconds after which a binding counts as broken. */
export const budgetMs = 1_500;

/** "absent" is a binding that this deployment does without. */
type Check = { status: "ok" | "broken" | "absent"; tookMs: number };

/** "degraded": nothing that is broken is needed, and the API does without it. */
export type Health = { status: "ok" | "degraded" | "broken"; checks: Record<string, Check> };

type Probe = { isNeeded: boolean; try: ((env: Env) => Promise<unknown>) | null };

/** What each binding is asked: something small that reads and writes nothing that lasts. */
const probesOf = (env: Env): Record<string, Probe> => ({
  database: { isNeeded: true, try: () => env.DB.prepare("SELECT 1").run() },
  cache: { isNeeded: true, try: () => env.CACHE.get("health") },
  files: { isNeeded: true, try: () => env.FILES.head("health") },
  jobs: { isNeeded: true, try: async () => env.JOBS.get(env.JOBS.idFromName("health")).work() },
  rateLimits: {
    isNeeded: true,
    try: async () =>
      env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName("health")).look({ limit: 1, windowSeconds: 1 }),
  },
  providerGates: {
    isNeeded: true,
    try: async () => env.PROVIDER_GATES.get(env.PROVIDER_GATES.idFromName("health")).look(),
  },
  enrichments: {
    isNeeded: true,
    try: async () => env.ENRICHMENTS.get(env.ENRICHMENTS.idFromName("health")).isAlive(),
  },
  importQueue: { isNeeded: true, try: () => env.IMPORT_QUEUE.metrics() },
  embeddingQueue: { isNeeded: true, try: () => env.EMBEDDING_QUEUE.metrics() },
  enrichmentQueue: { isNeeded: true, try: () => env.ENRICHMENT_QUEUE.metrics() },
  model: { isNeeded: false, try: env.AI ? () => embedTexts(env.AI, ["a book"]) : null },
  vectors: { isNeeded: false, try: env.BOOK_VECTORS ? () => env.BOOK_VECTORS.getByIds(["health"]) : null },
});

/** How this deployment is; null for any other path. 503 when something is broken that requests need. */
export async function serveHealth(request: Request, env: Env): Promise<Response | null> {
  if (new URL(request.url).pathname !== "/health") return null;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return problem(405, "METHOD_NOT_ALLOWED", "Health is read by GET.", { allow: "GET, HEAD" });
  }
  const health = await recentHealth(env);
  return Response.json(health, {
    status: health.status === "broken" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}

/** Anyone may ask and asking costs a little, so an answer serves for a moment. */
async function recentHealth(env: Env): Promise<Health> {
  const kept = recent.get(env);
  if (kept && Date.now() - kept.at < freshMs) return kept.health;
  const health = await healthOf(env);
  recent.set(env, { health, at: Date.now() });
  return health;
}

const freshMs = 5_000;
const recent = new WeakMap<Env, { health: Health; at: number }>();

/** Tries everything. */
export async function healthOf(env: Env): Promise<Health> {
  const probes = Object.entries(probesOf(env));
  const checked = await Promise.all(
    probes.map(async ([name, probe]) => ({ name, probe, check: await check(name, probe, env) })),
  );
  const broken = checked.filter(({ check: { status } }) => status === "broken");
  const status = broken.some(({ probe }) => probe.isNeeded)
    ? "broken"
    : broken.length > 0
      ? "degraded"
      : "ok";
  return { status, checks: Object.fromEntries(checked.map(({ name, check: one }) => [name, one])) };
}

async function check(name: string, probe: Probe, env: Env): Promise<Check> {
  if (!probe.try) return { status: "absent", tookMs: 0 };
  const began = Date.now();
  try {
    await inTime(name, probe.try(env), budgetMs);
    return { status: "ok", tookMs: Date.now() - began };
  } catch (error) {
    logError("health.broken", error, { binding: name });
    return { status: "broken", tookMs: Date.now() - began };
  }
}
