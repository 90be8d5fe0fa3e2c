import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { execute, send } from "../support/api.ts";
import { sendWith } from "../support/deployment.ts";
import { type Held, holdQueue, startText, watch } from "../support/imports.ts";
import { playIssuer } from "../support/issuer.ts";
import { CancelJobDocument, ImportJobDocument, RefreshJobTokenDocument } from "../support/operations.gen.ts";

const minute = 60_000;
const csv = "Title,Author\nA Book,A Writer\n";
const notYours =
  "There is no such job, or its token does not open it: a token lasts two hours unless it is renewed.";

let queue: ReturnType<typeof holdQueue>;
let started: number;
beforeEach(() => {
  queue = holdQueue();
  started = Date.now();
});
afterEach(() => {
  queue.release();
  vi.useRealTimers();
});

/** So many minutes after the job was started. */
function minutesLater(minutes: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: started + minutes * minute });
}

const look = async ({ id, token }: Pick<Held, "id" | "token">) =>
  (await execute(ImportJobDocument, { id, token, first: 1 })).errors;
const renew = async ({ id, token }: Pick<Held, "id" | "token">) => {
  const { data, errors } = await execute(RefreshJobTokenDocument, { id, token });
  return { renewed: data?.refreshJobToken, error: errors[0] };
};

describe("a job's token", () => {
  it("has 256 bits and is kept as a hash only", async () => {
    const held = await startText(csv);
    expect(Buffer.from(held.token, "base64url")).toHaveLength(32);
    const stub = env.JOBS.get(env.JOBS.idFromName(held.localId));
    const kept = await runInDurableObject(stub, (_object, { storage }) =>
      ["job", "access", "tokens"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
    );
    expect(JSON.stringify(kept)).not.toContain(held.token);
  });

  it("opens its job for two hours, and says until when", async () => {
    const { data } = await send<{ startImportFromText: { tokenExpiresAt: string } }>(
      `mutation { startImportFromText(csv: ${JSON.stringify(csv)}) { ... on StartJobSuccess { tokenExpiresAt } } }`,
    );
    const lasts = new Date(data.startImportFromText.tokenExpiresAt).getTime() - started;
    expect(Math.abs(lasts - 120 * minute)).toBeLessThan(5_000);
    const held = await startText(csv);
    minutesLater(119);
    expect(await look(held)).toEqual([]);
    minutesLater(121);
    expect(await look(held)).toMatchObject([{ message: notYours, extensions: { code: "FORBIDDEN" } }]);
  });

  it("opens one job only", async () => {
    const [one, other] = [await startText(csv), await startText(csv)];
    for (const document of [ImportJobDocument, CancelJobDocument, RefreshJobTokenDocument]) {
      const { errors } = await execute<unknown, { id: string; token: string }>(document, {
        id: one.id,
        token: other.token,
      });
      expect(errors).toMatchObject([{ message: notYours, extensions: { code: "FORBIDDEN" } }]);
    }
    expect(await look(one)).toEqual([]);
  });

  it("is refused in the same words and the same time whether the job exists or not", async () => {
    const held = await startText(csv);
    const took = async (id: string, token: string) => {
      const begun = performance.now();
      const errors = await look({ id, token });
      expect(errors.map(({ message, extensions }) => [message, extensions])).toEqual([
        [notYours, { code: "FORBIDDEN" }],
      ]);
      return performance.now() - begun;
    };
    const [exists, unknown]: [number[], number[]] = [[], []];
    for (let time = 0; time < 5; time++) {
      exists.push(await took(held.id, "wrong"));
      unknown.push(await took(btoa(`ImportJob:${crypto.randomUUID()}`), "wrong"));
    }
    const middle = (times: number[]) => times.sort((a, b) => a - b)[2] ?? 0;
    expect(Math.abs(middle(exists) - middle(unknown))).toBeLessThan(25);
  });

  it("leaves nothing behind where there is no job", async () => {
    const localId = crypto.randomUUID();
    await look({ id: btoa(`ImportJob:${localId}`), token: "wrong" });
    const stub = env.JOBS.get(env.JOBS.idFromName(localId));
    const tables = await runInDurableObject(stub, (_object, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name IN ('job', 'access', 'tokens')").toArray(),
    );
    expect(tables).toEqual([]);
    const zeros = await exports.default.fetch(
      `http://bookstrack.example/jobs/${localId}/report.csv?key=${"0".repeat(64)}`,
    );
    expect(zeros.status).toBe(404);
  });
});

describe("refreshJobToken", () => {
  it("is TOO_EARLY before the last half hour, and says when it is not", async () => {
    const held = await startText(csv);
    minutesLater(89);
    const { error } = await renew(held);
    expect(error?.extensions?.code).toBe("TOO_EARLY");
    const from = new Date(String(error?.extensions?.renewableFrom)).getTime() - started;
    expect(Math.abs(from - 90 * minute)).toBeLessThan(5_000);
  });

  it("gives a token for two hours more; the old one ends when it would have", async () => {
    const held = await startText(csv);
    minutesLater(100);
    const { renewed } = await renew(held);
    expect(new Date(renewed?.expiresAt ?? 0).getTime()).toBe(started + 220 * minute);
    expect(new Date(renewed?.renewableFrom ?? 0).getTime()).toBe(started + 190 * minute);
    const fresh = { id: held.id, token: renewed?.token ?? "" };
    expect(fresh.token).not.toBe(held.token);
    expect([await look(held), await look(fresh)]).toEqual([[], []]);
    minutesLater(125);
    expect(await look(held)).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(await look(fresh)).toEqual([]);
    minutesLater(195);
    expect((await renew(fresh)).renewed?.token).toBeTruthy();
    minutesLater(221);
    expect(await look(fresh)).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("asked again, because the answer was lost, voids what was lost", async () => {
    const held = await startText(csv);
    minutesLater(100);
    const lost = (await renew(held)).renewed?.token ?? "";
    const kept = (await renew(held)).renewed?.token ?? "";
    expect(await look({ id: held.id, token: lost })).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(await look({ id: held.id, token: kept })).toEqual([]);
  });

  it("does not bring an expired token back, nor one of an unknown job", async () => {
    const held = await startText(csv);
    minutesLater(121);
    for (const id of [held.id, btoa("ImportJob:unknown")]) {
      const { error } = await renew({ id, token: held.token });
      expect(error).toMatchObject({ message: notYours, extensions: { code: "FORBIDDEN" } });
    }
  });

  it("leaves the link to the report as it is", async () => {
    const held = await startText(csv);
    const urlOf = async (token: string) => {
      const { data } = await execute(ImportJobDocument, { id: held.id, token, first: 1 });
      return data.job && "reportUrl" in data.job ? (data.job.reportUrl ?? "") : "";
    };
    const url = await urlOf(held.token);
    minutesLater(100);
    expect(await urlOf((await renew(held)).renewed?.token ?? "")).toBe(url);
    minutesLater(300);
    expect((await exports.default.fetch(url)).status).toBe(200);
  });
});

describe("a watcher", () => {
  it("whose token expires hears so with the way to go on, and is not just cut off", async () => {
    const held = await startText(csv);
    // Half a second before the end, as the watcher's clock has it.
    vi.useFakeTimers({ toFake: ["Date"], now: started + 120 * minute - 500 });
    const seen: string[] = [];
    const watching = watch(held, { until: (event) => seen.push(event.kind) > 99 });
    await expect(watching).rejects.toMatchObject({
      message: expect.stringContaining("token has expired"),
      extensions: { code: "FORBIDDEN" },
    });
    expect(seen).toEqual(["SNAPSHOT"]);
  });
});

describe("the owner", () => {
  const start = `mutation { startImportFromText(csv: ${JSON.stringify(csv)}) { ... on StartJobSuccess { token job { id } } } }`;
  type Start = { startImportFromText: { token: string; job: { id: string } } };

  it("opens their job without a token, also by its id; another user, an admin and a key do not", async () => {
    const issuer = await playIssuer();
    const as = async (sub: string, roles: string[] = []) => ({
      authorization: `Bearer ${await issuer.sign({ claims: { sub, roles }, expiresIn: 20_000 })}`,
    });
    const { data } = await sendWith<Start>(issuer.bindings, start, await as("owner"));
    const { id } = data.startImportFromText.job;
    const asked = async (query: string, headers: Record<string, string>) =>
      (await sendWith(issuer.bindings, query, headers)).errors[0]?.extensions?.code;
    const byName = `{ job(id: "${id}") { id progress { total } ... on ImportJob { rows { edges { node { line } } } } } }`;
    const byId = `{ node(id: "${id}") { ... on ImportJob { status outcomeCounts { count } } } }`;
    for (const query of [byName, byId]) {
      expect(await asked(query, await as("owner"))).toBeUndefined();
      expect(await asked(query, await as("somebody"))).toBe("FORBIDDEN");
      expect(await asked(query, await as("boss", ["admin"]))).toBe("FORBIDDEN");
      expect(await asked(query, { "x-api-key": "an-admin's-key" })).toBe("FORBIDDEN");
      expect(await asked(query, {})).toBe("FORBIDDEN");
      minutesLater(180);
      expect(await asked(query, await as("owner"))).toBeUndefined();
      vi.useRealTimers();
    }
    expect(await asked(`mutation { cancelJob(id: "${id}") { status } }`, await as("somebody"))).toBe(
      "FORBIDDEN",
    );
    expect(await asked(`mutation { cancelJob(id: "${id}") { status } }`, await as("owner"))).toBeUndefined();
  });

  it("is not told apart by time from nobody: a user who is not is refused as slowly for a job that is not", async () => {
    const held = await startText(csv);
    const issuer = await playIssuer();
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    const took = async (id: string) => {
      const begun = performance.now();
      const { errors } = await sendWith(issuer.bindings, `{ job(id: "${id}") { id } }`, headers);
      expect(errors).toMatchObject([{ message: notYours, extensions: { code: "FORBIDDEN" } }]);
      return performance.now() - begun;
    };
    for (const id of [held.id, btoa(`ImportJob:${crypto.randomUUID()}`)]) {
      const time = await took(id);
      expect(time).toBeGreaterThan(240);
      expect(time).toBeLessThan(400);
    }
  });

  it("may hand the token on: it opens the job for anybody", async () => {
    const issuer = await playIssuer();
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    const { data } = await sendWith<Start>(issuer.bindings, start, headers);
    const { job, token } = data.startImportFromText;
    expect((await execute(ImportJobDocument, { id: job.id, token, first: 1 })).errors).toEqual([]);
  });

  it("has a job of nobody's only with its token", async () => {
    const held = await startText(csv);
    const issuer = await playIssuer();
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    const { errors } = await sendWith(issuer.bindings, `{ job(id: "${held.id}") { id } }`, headers);
    expect(errors).toMatchObject([{ message: notYours }]);
  });
});
