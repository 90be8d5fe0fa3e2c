/** What travels on the import queue. */
import * as z from "zod/mini";

/** Read a job's file into its items; then do a slice of them. Lines are inclusive. */
export const importMessage = z.union([
  z.object({ kind: z.literal("read"), jobId: z.string() }),
  z.object({ kind: z.literal("slice"), jobId: z.string(), from: z.int(), to: z.int() }),
]);

export type ImportMessage = z.output<typeof importMessage>;
