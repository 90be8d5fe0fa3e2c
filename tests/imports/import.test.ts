import { env, exports } from "cloudflare:workers";
import { print } from "graphql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { execute } from "../support/api.ts";
import { deliver, holdQueue, look, startText, watch } from "../support/imports.ts";
import { shelve } from "../support/library.ts";
import { FindWorksDocument, ImportFileDocument, ImportTextDocument } from "../support/operations.gen.ts";

const goodreads = `Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Average Rating,Publisher,Binding,Number of Pages,Year Published,Original Publication Year,Date Read,Date Added,Bookshelves,Bookshelves with positions,Exclusive Shelf,My Review
1,"The Hobbit (Middle-earth, #1)",J.R.R. Tolkien,"Tolkien, J.R.R.",,"=""0261102214""","=""9780261102217""",5,4.3,HarperCollins,Paperback,310,1991,1937,2020/05/01,2019/12/24,,,read,Loved it.<br/>Twice.
2,Der kleine Hobbit,J.R.R. Tolkien,"Tolkien, J.R.R.",Walter Scherf,"=""""","=""9783423071512""",0,4.1,dtv,Paperback,389,1974,1937,,2021/01/02,,,to-read,
3,Le Petit Prince,Antoine de Saint-Exupéry,"Saint-Exupéry, Antoine de",,"=""""","=""""",4,4.3,,,,,1943,,2021/02/03,,,read,
4,Le petit prince,"Saint-Exupery, Antoine de",,,"=""""","=""""",4,4.3,,,,,1943,,2021/02/03,,,read,
5,,,,,"=""""","=""9780000000000""",0,0,,,,,,,2021/02/03,,,read,`;

const run = async (csv: string, options = {}) => {
  const held = await startText(csv, options);
  await watch(held);
  return look(held);
};

/** Uploads a file as a client does. */
async function upload(csv: string) {
  const form = new FormData();
  form.set("operations", JSON.stringify({ query: print(ImportFileDocument), variables: { file: null } }));
  form.set("map", JSON.stringify({ file: ["variables.file"] }));
  form.set("file", new File([csv], "mine.csv", { type: "text/csv" }));
  const response = await exports.default.fetch("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "apollo-require-preflight": "1" },
    body: form,
  });
  type Started = { __typename: string; token?: string; job?: { id: string }; reason?: string };
  return (await response.json<{ data: { startImport: Started } }>()).data.startImport;
}

describe("an import", () => {
  it("ends every row in one outcome and gives the reader's own words back", async () => {
    await shelve();
    const job = await run(goodreads);
    expect(job).toMatchObject({ status: "COMPLETED", format: "GOODREADS", failure: null });
    expect(job.nodes.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, "MATCHED"],
      [3, "UPDATED"],
      [4, "CREATED"],
      [5, "DUPLICATE"],
      [6, "INVALID"],
    ]);
    expect(job.counts).toEqual({ MATCHED: 1, UPDATED: 1, CREATED: 1, DUPLICATE: 1, INVALID: 1 });
    expect(job.progress).toMatchObject({ total: 5, processed: 5, succeeded: 4, failed: 1, percent: 100 });
    expect(job.nodes[0]).toMatchObject({
      title: "The Hobbit",
      authors: ["J.R.R. Tolkien"],
      isbn: "9780261102217",
      shelf: "read",
      rating: 5,
      readOn: "2020-05-01",
      addedOn: "2019-12-24",
      review: "Loved it.\nTwice.",
      book: { title: "The Hobbit" },
      work: { title: "The Hobbit" },
    });
    expect(job.nodes[1]?.message).toContain("pageCount");
    expect(job.nodes[3]?.message).toContain("line 4");
    expect(job.nodes[4]?.message).toContain("checksum is wrong");
  });

  it("makes a work of a row without an ISBN, which search then finds by title and author", async () => {
    const job = await run("Title,Author\nA Walk in the Reeds,Ann O’Nym");
    expect(job.nodes[0]).toMatchObject({
      outcome: "CREATED",
      book: null,
      work: { title: "A Walk in the Reeds" },
    });
    const { data } = await execute(FindWorksDocument, { query: "o'nym reeds" });
    expect(data.works.edges).toHaveLength(1);
  });

  it("creates nothing when the same file comes again", async () => {
    const csv = "Title,Author,ISBN\nOnce,A B,9780306406157\nTwice,C D,\n";
    expect((await run(csv)).counts).toEqual({ CREATED: 2 });
    expect((await run(csv)).counts).toEqual({ MATCHED: 2 });
  });

  it("says in a dry run what it would do, and does nothing", async () => {
    const csv = "Title,Author,ISBN\nDry,A B,9780735619678\nDrier,C D,\nThe Trial,Franz Kafka,9780805209990\n";
    expect((await run(csv, { dryRun: true })).counts).toEqual({ CREATED: 2, MATCHED: 1 });
    const { results } = await env.DB.prepare("SELECT title FROM works WHERE title IN ('Dry', 'Drier')").all();
    expect(results).toEqual([]);
  });

  it.each([
    ["an edition in brackets", "The Trial (Penguin Classics)"],
    ["a series", "The Trial (Great Books, #1)"],
    ["case, accents and a missing article", "TRÍAL"],
    ["a long subtitle", "The Trial: A Novel of the Bank Clerk Josef K."],
  ])("matches without an ISBN in spite of %s", async (_what, title) => {
    const job = await run(`Title,Author\n"${title}","Kafka, Franz"`);
    expect(job.nodes[0]).toMatchObject({ outcome: "MATCHED", work: { title: "The Trial" } });
  });

  it("adds an unknown ISBN of a known work as a new edition of it", async () => {
    const job = await run("Title,Author,ISBN\nThe Trial,Franz Kafka,9780486470610\n");
    expect(job.nodes[0]).toMatchObject({ outcome: "CREATED", book: { isbn: "9780486470610" } });
    const { data } = await execute(FindWorksDocument, { query: "trial kafka" });
    expect(data.works.edges).toHaveLength(1);
  });

  it("does not drop a row that names a book only by an id nobody can look up", async () => {
    const job = await run("Work Id,Edition Id,Bookshelf\nOL102749W,,Currently Reading\n");
    expect(job).toMatchObject({ format: "OPENLIBRARY", counts: { UNMATCHED: 1 } });
    expect(job.nodes[0]?.message).toContain("Open Library id");
  });

  it("takes a file by the multipart request spec", async () => {
    const started = await upload("Title,Author\nUploaded,A B\n");
    const held = { id: started.job?.id ?? "", token: started.token ?? "", localId: "" };
    await watch(held);
    expect(await look(held)).toMatchObject({ fileName: "mine.csv", counts: { CREATED: 1 } });
  });
});

describe("a file that cannot be used", () => {
  it.each([
    ["EMPTY", ""],
    ["EMPTY", "Title,Author,ISBN\n"],
    ["NOT_TEXT", "PK\u0003\u0004 a workbook"],
    ["NO_USABLE_COLUMNS", "Colour,Weight\nred,3\n"],
    ["TOO_MANY_ROWS", `Title\n${"A book\n".repeat(20_001)}`],
  ])("is rejected as %s, and nothing is kept of it", async (reason, csv) => {
    const before = await env.FILES.list();
    const { data } = await execute(ImportTextDocument, { csv });
    expect(data.startImportFromText).toMatchObject({ __typename: "FileRejected", reason });
    expect((await env.FILES.list()).objects).toHaveLength(before.objects.length);
  });
});

it("an upload that is too large is rejected as TOO_LARGE, and nothing is kept of it", async () => {
  const before = await env.FILES.list();
  const large = `Title\n${"A very long title of a book\n".repeat(400_000)}`;
  expect(await upload(large)).toMatchObject({ __typename: "FileRejected", reason: "TOO_LARGE" });
  expect((await env.FILES.list()).objects).toHaveLength(before.objects.length);
});

describe("delivered as queues deliver", () => {
  let queue: ReturnType<typeof holdQueue>;
  beforeEach(() => {
    queue = holdQueue();
  });
  afterEach(() => queue.release());

  const many = `Title,Author\n${Array.from({ length: 250 }, (_, index) => `Volume ${index} of all,Writer ${index % 9}`).join("\n")}`;

  it("every message twice, in any order, counts once and creates once", async () => {
    const held = await startText(many);
    const [read] = queue.sent.splice(0);
    await deliver([read, read]);
    const slices = queue.sent.splice(0);
    expect(slices).toHaveLength(6);
    await deliver(slices.toReversed());
    await deliver([...slices, read, ...slices]);
    const job = await look(held);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { CREATED: 250 } });
    const row = await env.DB.prepare(
      "SELECT count(*) AS works FROM works WHERE title LIKE 'Volume %'",
    ).first();
    expect(row).toEqual({ works: 250 });
  });

  it("a slice that was written but not reported is still told as created", async () => {
    const held = await startText("Title,Author,ISBN\nLost Report,A B,9780140449136\nLost Too,C D,\n");
    await deliver(queue.sent.splice(0));
    const [slice] = queue.sent.splice(0);
    const job = env.JOBS.get(env.JOBS.idFromName(held.localId));
    const { importSlice } = await import("../../src/imports/slice.ts");
    const { RequestDatabase } = await import("../../src/platform/d1.ts");
    const { rowData } = await import("../../src/imports/job.ts");
    const items = (await job.pending({ from: 1, to: 99 })) ?? [];
    const rows = items.map(({ data }) => rowData.parse(JSON.parse(data)));
    const db = new RequestDatabase(env.DB);
    await importSlice(db, rows, { jobId: held.localId, isDryRun: false, now: new Date() });
    expect(db.trips).toBe(2);
    await deliver([slice]);
    expect((await look(held)).counts).toEqual({ CREATED: 2 });
  });

  it("a cancelled job stops before its next slice", async () => {
    const held = await startText(many.replaceAll("Volume", "Cancelled"));
    await deliver(queue.sent.splice(0));
    const [first, ...rest] = queue.sent.splice(0);
    await deliver([first]);
    const { CancelJobDocument } = await import("../support/operations.gen.ts");
    const { data } = await execute(CancelJobDocument, { id: held.id, token: held.token });
    expect(data.cancelJob.status).toBe("CANCELLED");
    await deliver(rest);
    expect(await look(held)).toMatchObject({ status: "CANCELLED", counts: { CREATED: 100, PENDING: 150 } });
    expect((await watch(held, { after: 0 })).at(-1)).toMatchObject({ kind: "CANCELLED" });
  });

  it("a slice that fails for good ends its rows as FAILED and is kept for an operator", async () => {
    const held = await startText(many.replaceAll("Volume", "Dead"));
    await deliver(queue.sent.splice(0));
    const slices = queue.sent.splice(0);
    await deliver([slices[0]], "bookstrack-imports-dead");
    await deliver(slices.slice(1));
    const job = await look(held);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { CREATED: 150, FAILED: 100 } });
    expect(job.nodes[0]?.message).toContain("on our side");
    const letters = await env.DB.prepare("SELECT queue, body FROM dead_letters").all();
    expect(letters.results).toMatchObject([{ queue: "imports", body: JSON.stringify(slices[0]) }]);
  });

  it("a message that is no import message is acknowledged, since it will not become one", async () => {
    expect(await deliver([{ kind: "nonsense" }])).toMatchObject({ explicitAcks: ["m0"], retryMessages: [] });
  });
});
