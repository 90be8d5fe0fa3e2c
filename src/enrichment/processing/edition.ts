/** A requested edition: one provider after the other, until nothing is missing. */
import type { Provider } from "../../books/record.ts";
import type { Isbn } from "../../isbn.ts";
import type { Attempt } from "../pipeline.ts";
import { bookServices } from "../services.ts";
import { type Done, outcomeOf, type Processing } from "./outcome.ts";

/** Through the edition's own object, forced: somebody asked for it. Who comes after the record is complete is spared. */
export async function enrichInOrder(
  { env }: Processing,
  isbn: Isbn,
  inOrder: readonly Provider[],
): Promise<Done> {
  const object = env.ENRICHMENTS.get(env.ENRICHMENTS.idFromName(isbn));
  const available = inOrder.filter((name) => bookServices(env, [name]).length > 0);
  const attempts: Attempt[] = [];
  for (const name of available) {
    const enriched = await object.enrich(isbn, true, [name]);
    attempts.push(...enriched.attempts);
    if (enriched.kind === "enriched" && enriched.completeness === 100) break;
  }
  return { attempts, outcome: outcomeOf(attempts) };
}
