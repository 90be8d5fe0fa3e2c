/** A requested work: what Open Library says of it, where it has a key there, and what its editions say. */
import type { Provider } from "../../books/record.ts";
import { isbnOrNull } from "../../isbn.ts";
import { fillWork } from "../../works/fill.ts";
import { worksById } from "../../works/store.ts";
import { byWork } from "../cache.ts";
import { ask } from "../client.ts";
import { identifiersOf } from "../identifiers.ts";
import { type Attempt, answered } from "../pipeline.ts";
import { serviceOf } from "../services.ts";
import { enrichInOrder } from "./edition.ts";
import { type Done, outcomeOf, type Processing, patienceMs } from "./outcome.ts";

/** Editions that are asked about: the first stand for the others. */
const editionsAsked = 5;

/** The work itself and its first editions, side by side; the request is as far as the least of them. */
export async function enrichWork(
  processing: Processing,
  id: string,
  inOrder: readonly Provider[],
): Promise<Done> {
  const editions = await processing.db.all<{ isbn: string }>(
    "SELECT isbn FROM books WHERE work_id = ? ORDER BY isbn LIMIT ?",
    id,
    editionsAsked,
  );
  const isbns = editions.flatMap(({ isbn }) => isbnOrNull(isbn) ?? []);
  const [own, ...theirs] = await Promise.all([
    inOrder.includes("OPEN_LIBRARY") ? askOpenLibrary(processing, id) : [],
    ...isbns.map((isbn) => enrichInOrder(processing, isbn, inOrder)),
  ]);
  const attempts = [...own, ...theirs.flatMap((done) => done.attempts)];
  const outcomes = [outcomeOf(own), ...theirs.map(({ outcome }) => outcome)];
  if (outcomes.includes("failed")) return { attempts, outcome: "failed" };
  return { attempts, outcome: outcomes.find((outcome) => outcome !== "done") ?? "done" };
}

async function askOpenLibrary(processing: Processing, id: string): Promise<Attempt[]> {
  const { env, db, now } = processing;
  const service = serviceOf(env, "OPEN_LIBRARY");
  const operation = service?.adapter.work;
  if (!service || !operation) return [];
  const [[work], { OPEN_LIBRARY: key }] = await Promise.all([
    worksById(db, [id]),
    identifiersOf(db, "WORK", id),
  ]);
  if (!work || !key) return [];
  const asked = await ask(service, operation, key, processing, { patienceMs, isFresh: true, kind: byWork });
  const [said] = asked.result.outcome === "found" ? asked.result.records : [];
  const fieldsUpdated = said ? await fillWork(db, work, said, now()) : [];
  return [{ ...answered("OPEN_LIBRARY", asked), fieldsUpdated }];
}
