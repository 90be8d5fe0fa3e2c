/** What the API's isolate holds after many requests, garbage taken out: asked of V8 through workerd's inspector. */
import * as z from "zod";
import { drive } from "./load.ts";
import type { Prepared } from "./prepare.ts";

const targets = z.array(z.object({ id: z.string(), webSocketDebuggerUrl: z.string() }));
const answer = z.object({ id: z.int(), result: z.unknown() });
const heap = z.object({ usedSize: z.number() });

/** Bytes on the heap before and after so many requests of every kind. */
export type Memory = { requests: number; before: number; after: number };

/** Drives all operations until so many requests have been answered by a stack that is inspected. @throws where it cannot be. */
export async function measureMemory({ stack, operations }: Prepared, requests: number): Promise<Memory> {
  if (stack.inspectorPort === null) throw new Error("Nobody can look into this stack");
  const inspector = await openInspector(stack.inspectorPort, stack.origins.api);
  const asked = operations.filter(({ name }) => name !== "semantic search").flatMap(({ api }) => api);
  await drive(stack.origins.api, asked, { amount: 1_000 });
  const before = await inspector.heapBytes();
  await drive(stack.origins.api, asked, { amount: requests });
  const after = await inspector.heapBytes();
  inspector.close();
  return { requests, before, after };
}

/** Milliseconds; the inspector answers in a few. */
const patience = 20_000;

/** The inspector of the API's isolate. What is asked of it fails when it is not answered. */
export async function openInspector(port: number, origin: string) {
  const listed = targets.parse(await (await fetch(`http://127.0.0.1:${port}/json`)).json());
  const target = listed.find(({ id }) => id.includes("bookstrack-api"));
  if (!target) throw new Error("workerd's inspector does not list the API");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { success, data: message } = answer.safeParse(JSON.parse(String(data)));
    if (success) waiting.get(message.id)?.(message.result);
  });
  const call = (method: string) =>
    new Promise<unknown>((resolve, reject) => {
      const id = waiting.size + 1;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method }));
      const late = () => reject(new Error(`workerd's inspector does not answer ${method}`));
      setTimeout(late, patience).unref();
    });
  return {
    async heapBytes(): Promise<number> {
      const collected = call("HeapProfiler.collectGarbage");
      // V8 collects when its event loop turns, and an isolate's turns only when there is a request.
      const turns = setInterval(() => fetch(`${origin}/graphql`).catch(() => undefined), 100);
      await collected.finally(() => clearInterval(turns));
      return heap.parse(await call("Runtime.getHeapUsage")).usedSize;
    },
    close: () => socket.close(),
  };
}
