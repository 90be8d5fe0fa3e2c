/** What travels on the enrichment queue. */
import * as z from "zod/mini";

/** Do a batch of requests; or do a slice of a batch job's hints, lines inclusive. */
export const enrichmentMessage = z.union([
  z.object({ kind: z.literal("requests") }),
  z.object({ kind: z.literal("hints"), jobId: z.string(), from: z.int(), to: z.int() }),
]);
export type EnrichmentMessage = z.output<typeof enrichmentMessage>;
