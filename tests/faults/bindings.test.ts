/** One binding broken at a time, under everything that clients ask at once: what each of them gets. */
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { sweep } from "../../src/search/vectorize.ts";
import { sendWith } from "../support/deployment.ts";
import { broken } from "../support/faults.ts";
import { shelve } from "../support/library.ts";
import { freshProviders } from "../support/providers.ts";

const known = "9780140449136";
const unknown = "9780451524935";

/** The mixed load: what is asked, and where in the answer it stands. */
const operations = {
  book: `{ book(isbn: "${known}") { title contributors { creditedAs } work { title } sources { provider } cover } }`,
  similar: `{ book(isbn: "${known}") { title similar { score } } }`,
  text: `{ search(query: "trial") { edges { node { title } } } }`,
  semantic: `{ search(query: "a man is arrested, $case", mode: SEMANTIC) { mode degradedFrom } }`,
  suggest: `{ suggest(prefix: "tri") { text } }`,
  weekly: `{ weeklyRecommendations { weekOf } }`,
  capabilities: `{ capabilities { version embeddingModel providers { available } limits { rates { remaining } } } }`,
  scan: `mutation { enrichBook(isbn: "${unknown}") { __typename } }`,
  rescan: `mutation { enrichBook(isbn: "${known}") { __typename ... on EnrichBookSuccess { book { title } } } }`,
  import: `mutation { startImportFromText(csv: "Title,Author\\nThe Trial,Franz Kafka") { __typename } }`,
  batch: `mutation { enrichBooks(books: [{ isbn: "9780141439556" }]) { __typename } }`,
  request: `mutation { requestEnrichment(entity: EDITION, key: "${known}") { status } }`,
  put: `mutation { putEdition(input: { isbn: "${known}", title: "Put" }) { title } }`,
} as const;
type Operation = keyof typeof operations;

/** What is not simply answered, by the binding that is broken; every other operation does not notice. */
const felt: Record<string, Partial<Record<Operation, string>>> = {
  // Without the catalogue nothing can be read, and what cannot be kept is not accepted. An import is kept elsewhere.
  DB: {
    ...{ book: "UNAVAILABLE", similar: "UNAVAILABLE", text: "UNAVAILABLE", semantic: "UNAVAILABLE" },
    ...{ suggest: "UNAVAILABLE", weekly: "UNAVAILABLE", rescan: "UNAVAILABLE" },
    ...{ request: "UNAVAILABLE", put: "UNAVAILABLE" },
  },
  CACHE: {},
  FILES: { import: "UNAVAILABLE" },
  IMPORT_QUEUE: { import: "UNAVAILABLE" },
  EMBEDDING_QUEUE: {},
  ENRICHMENT_QUEUE: { batch: "UNAVAILABLE" },
  JOBS: { import: "UNAVAILABLE", batch: "UNAVAILABLE" },
  // What costs money is closed while nobody can count; searches by words go on.
  RATE_LIMITS: {
    ...{ semantic: "RATE_LIMITED", scan: "RATE_LIMITED", rescan: "RATE_LIMITED" },
    ...{ import: "RATE_LIMITED", batch: "RATE_LIMITED" },
  },
  PROVIDER_GATES: { capabilities: "without providers" },
  ENRICHMENTS: { scan: "ProvidersUnavailable" },
  AI: { semantic: "TEXT for SEMANTIC" },
  BOOK_VECTORS: { semantic: "TEXT for SEMANTIC", similar: "nothing similar" },
};

const databases = ["DB"];
const namespaces = ["JOBS", "RATE_LIMITS", "PROVIDER_GATES", "ENRICHMENTS"];
const editors: readonly Operation[] = ["request", "put"];

beforeAll(async () => {
  await shelve();
  await freshProviders();
});

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM books WHERE isbn = ?").bind(unknown).run();
  await sweep(env);
  await vi.waitUntil(
    async () => (await env.DB.prepare("SELECT 1 FROM books WHERE vectorized_at IS NULL").first()) === null,
    10_000,
  );
});

/** How it went, in a word: "answered" is an answer without an error and with all its data. */
async function outcomeOf(
  bindings: Record<string, unknown>,
  operation: Operation,
  caller: string,
): Promise<string> {
  const headers: Record<string, string> = editors.includes(operation)
    ? { "x-api-key": "an-editor's-key" }
    : { "cf-connecting-ip": caller };
  const { data, errors, status } = await sendWith<Record<string, Record<string, unknown>>>(
    bindings,
    // Nobody has asked it before: no vector of it is kept.
    operations[operation].replace("$case", caller),
    headers,
  );
  const text = JSON.stringify({ data, errors });
  expect(text).not.toMatch(/reference = 0abc1def|took longer|SELECT|at \w+ \(/);
  expect(status).toBeLessThan(500);
  const [error] = errors;
  if (error) return String(error.extensions?.code);
  const answer = Object.values(data ?? {})[0] ?? null;
  if (answer?.__typename === "ProvidersUnavailable") return "ProvidersUnavailable";
  if (answer?.degradedFrom) return `${answer.mode} for ${answer.degradedFrom}`;
  if (operation === "capabilities" && JSON.stringify(answer?.providers) === "[]") return "without providers";
  if (operation === "similar" && JSON.stringify(answer?.similar) === "[]") return "nothing similar";
  return answer === null && operation !== "weekly" ? "null" : "answered";
}

async function load(binding: string, fault: "fails" | "hangs") {
  const kind = databases.includes(binding)
    ? "database"
    : namespaces.includes(binding)
      ? "namespace"
      : "store";
  const bindings = { [binding]: broken(fault, kind) };
  const names = Object.keys(operations) as Operation[];
  const caller = `10.${Object.keys(felt).indexOf(binding)}.${fault.length}.1`;
  const outcomes = await Promise.all(
    names.map(async (name) => [name, await outcomeOf(bindings, name, caller)] as const),
  );
  return Object.fromEntries(outcomes.filter(([, outcome]) => outcome !== "answered"));
}

it.each(Object.keys(felt))("while %s fails, each operation gets what the table says", async (binding) => {
  expect(await load(binding, "fails")).toEqual(felt[binding]);
});

it.each(Object.keys(felt))(
  "while %s hangs, nobody waits for ever",
  async (binding) => {
    expect(await load(binding, "hangs")).toEqual(felt[binding]);
  },
  40_000,
);

it("a scan that nobody could answer is queued, and answered by the next run", async () => {
  const isbn = "9780141439518";
  const { data } = await sendWith<{ enrichBook: { queued: { status: string } } }>(
    { ENRICHMENTS: broken("fails", "namespace") },
    `mutation { enrichBook(isbn: "${isbn}") { ... on ProvidersUnavailable { queued { status } } } }`,
  );
  expect(data.enrichBook.queued.status).toBe("QUEUED");
  const kept = await env.DB.prepare("SELECT status FROM enrichment_requests WHERE key = ?")
    .bind(isbn)
    .first();
  expect(kept).toEqual({ status: "QUEUED" });
});

it("an import that was not accepted leaves nothing that anybody works on", async () => {
  const before = await env.DB.prepare("SELECT count(*) AS books FROM books").first();
  const { errors } = await sendWith({ IMPORT_QUEUE: broken("fails") }, operations.import);
  expect(errors).toMatchObject([{ extensions: { code: "UNAVAILABLE" } }]);
  expect(await env.DB.prepare("SELECT count(*) AS books FROM books").first()).toEqual(before);
});

it.each(["fails", "hangs"] as const)("a flood guard that %s stops nobody", async (fault) => {
  const request = new Request(
    `http://bookstrack.example/graphql?query=${encodeURIComponent("{ __typename }")}`,
    {
      headers: { "apollo-require-preflight": "1" },
    },
  );
  const bindings: Env = Object.create(env, { FLOOD_GUARD: { value: broken(fault) } });
  const response = await worker.fetch(request, bindings, { waitUntil: () => undefined });
  expect(await response.json()).toEqual({ data: { __typename: "Query" } });
});
