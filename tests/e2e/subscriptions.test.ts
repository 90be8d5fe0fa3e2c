import { print } from "graphql";
import { createClient } from "graphql-sse";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ImportJobDocument, JobProgressDocument } from "../support/operations.gen.ts";
import { apolloClient, endpoint, startedImport } from "./support/client.ts";

/** What of an InMemoryCache matters here: progress, on the entities that have it. */
const cached = z.record(
  z.string(),
  z.looseObject({ progress: z.object({ percent: z.number() }).optional() }),
);

type Seen = { sequence: number; kind: string };

/** Consecutive numbers from the first on. */
const withoutGaps = (seen: readonly Seen[]) => seen.map((_, index) => (seen[0]?.sequence ?? 0) + index);

describe("the graphql-sse client", () => {
  it("sees an import to its end, over a dropped connection, without loss or repetition", async () => {
    const held = await startedImport(apolloClient(), "Watched by SSE", 2_000);
    const watch = async (after: number | null, until: (seen: Seen[]) => boolean) => {
      const client = createClient({ url: endpoint(), retryAttempts: 0 });
      const seen: Seen[] = [];
      for await (const { data } of client.iterate<{ jobProgress: Seen }>({
        query: print(JobProgressDocument),
        variables: { ...held, after },
      })) {
        if (data) seen.push(data.jobProgress);
        if (until(seen)) break;
      }
      client.dispose();
      return seen;
    };
    const before = await watch(0, (seen) => seen.length === 3);
    const after = await watch(before.at(-1)?.sequence ?? 0, () => false);
    const all = [...before, ...after];
    expect(all[0]).toMatchObject({ sequence: 1, kind: "STARTED" });
    expect(all.at(-1)).toMatchObject({ kind: "COMPLETED" });
    expect(all.map(({ sequence }) => sequence)).toEqual(withoutGaps(all));
  });
});

describe("an event stream", () => {
  const query = `subscription Watch($id: ID!, $token: String) { jobProgress(id: $id, token: $token, after: 0) { kind } }`;
  const open = (held: object, headers: Record<string, string> = {}) =>
    fetch(`${endpoint()}?${new URLSearchParams({ query, variables: JSON.stringify(held) })}`, {
      headers: { accept: "text/event-stream", ...headers },
    });
  const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

  it("numbers its events, so that an EventSource resumes by its own header whatever it asked for", async () => {
    const held = await startedImport(apolloClient(), "Watched by EventSource", 300);
    const whole = idsOf(await (await open(held)).text());
    expect(whole).toEqual(whole.map((_, index) => index + 1));
    const resumed = await (await open(held, { "last-event-id": "2" })).text();
    expect(idsOf(resumed)).toEqual(whole.slice(2));
    expect(resumed.trimEnd().endsWith("event: complete\ndata:")).toBe(true);
  });

  it("beats while nothing happens", async () => {
    const held = await startedImport(apolloClient(), "Beating", 6_000);
    const text = await (await open(held)).text();
    expect(text.startsWith(":\n\n")).toBe(true);
    expect(text.match(/^:$/gm)?.length).toBeGreaterThan(1);
  });
});

describe("Apollo Client", () => {
  it("watches by multipart, and its cache follows an import from the events alone", async () => {
    const parts: string[] = [];
    const client = apolloClient({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        parts.push(response.headers.get("content-type") ?? "");
        return response;
      },
    });
    const held = await startedImport(client, "Watched by Apollo", 1_500);
    await client.query({ query: ImportJobDocument, variables: { ...held, first: 1 } });
    const sentBefore = parts.length;
    const percents: number[] = [];
    await new Promise<void>((complete, error) => {
      client.subscribe({ query: JobProgressDocument, variables: { ...held, after: null } }).subscribe({
        next: () => {
          const job = cached.parse(client.extract())[`ImportJob:${held.id}`];
          percents.push(job?.progress?.percent ?? -1);
        },
        error,
        complete,
      });
    });
    expect(parts.slice(sentBefore)).toEqual(["multipart/mixed;boundary=graphql;subscriptionSpec=1.0"]);
    expect(percents).toEqual(percents.toSorted((one, other) => one - other));
    expect(percents.at(-1)).toBe(100);
    const inCache = client.readQuery({ query: ImportJobDocument, variables: { ...held, first: 1 } });
    expect(inCache?.job).toMatchObject({ status: "COMPLETED", progress: { processed: 1_500 } });
  });

  it("goes on behind the last event it saw when its connection broke", async () => {
    const broken = new AbortController();
    const client = apolloClient({
      fetch: (input, init) => fetch(input, { ...init, signal: broken.signal }),
    });
    const held = await startedImport(client, "Broken off", 2_000);
    const before: Seen[] = [];
    await new Promise<void>((resume) => {
      client.subscribe({ query: JobProgressDocument, variables: { ...held, after: 0 } }).subscribe({
        next: ({ data }) => {
          // What came in the same chunk is still told; an app that is gone has not seen it.
          if (data && before.length < 3) before.push(data.jobProgress);
          if (before.length === 3) broken.abort();
        },
        error: () => resume(),
        complete: resume,
      });
      broken.signal.addEventListener("abort", () => resume());
    });
    const after: Seen[] = [];
    await new Promise<void>((complete, error) => {
      const variables = { ...held, after: before.at(-1)?.sequence ?? 0 };
      apolloClient()
        .subscribe({ query: JobProgressDocument, variables })
        .subscribe({ next: ({ data }) => data && after.push(data.jobProgress), error, complete });
    });
    const all = [...before, ...after];
    expect(all[0]).toMatchObject({ sequence: 1, kind: "STARTED" });
    expect(all.at(-1)).toMatchObject({ kind: "COMPLETED" });
    expect(all.map(({ sequence }) => sequence)).toEqual(withoutGaps(all));
  });

  it("is told of a refusal with its code, in the stream", async () => {
    const client = apolloClient();
    const held = await startedImport(client, "Refused", 1);
    const refused = await new Promise((answer) => {
      client
        .subscribe({ query: JobProgressDocument, variables: { id: held.id, token: "another", after: null } })
        .subscribe({ next: answer, error: answer });
    });
    expect(refused).toMatchObject({ error: { errors: [{ extensions: { code: "FORBIDDEN" } }] } });
  });
});

describe("a multipart subscription", () => {
  const open = (held: object) =>
    fetch(endpoint(), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "multipart/mixed;subscriptionSpec=1.0,application/graphql-response+json,application/json",
      },
      body: JSON.stringify({ query: print(JobProgressDocument), variables: held }),
    });

  it("is parts as Apollo iOS reads them: a heartbeat, payloads, heartbeats while nothing happens, a closing boundary", async () => {
    const held = await startedImport(apolloClient(), "Read part by part", 6_000);
    const text = await (await open(held)).text();
    const parts = text.split("\r\n--graphql");
    expect(parts[0]).toBe("");
    expect(parts.at(-1)).toBe("--\r\n");
    const bodies = parts.slice(1, -1).map((part) => {
      const [header = "", body = ""] = part.split("\r\n\r\n");
      expect(header).toBe("\r\ncontent-type: application/json; charset=utf-8");
      return JSON.parse(body);
    });
    expect(bodies[0]).toEqual({});
    const payloads = bodies.filter((body) => "payload" in body);
    expect(bodies.filter((body) => Object.keys(body).length === 0).length).toBeGreaterThan(1);
    expect(payloads.at(-1)).toMatchObject({ payload: { data: { jobProgress: { kind: "COMPLETED" } } } });
  });

  it("and polling tell the same in the end", async () => {
    const client = apolloClient();
    const held = await startedImport(client, "Polled", 200);
    let status = "";
    while (status !== "COMPLETED") {
      const { data } = await client.query({
        query: ImportJobDocument,
        variables: { ...held, first: 1 },
        fetchPolicy: "network-only",
      });
      status = data?.job?.status ?? "";
      await new Promise((resume) => setTimeout(resume, 50));
    }
    const last = (await (await open(held)).text()).split("\r\n--graphql").at(-2) ?? "";
    expect(last).toContain(`"status":"COMPLETED"`);
  });
});
