/** A link that is not loopback: what goes over it comes out later, in both directions. */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A link to a server. `origin` is its near end. */
export type Link = { origin: string; close: () => void };

/** Opens a link that takes so many milliseconds there and back. */
export async function openLink(to: string, roundTripMs: number): Promise<Link> {
  const { hostname, port } = new URL(to);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    later(near, far, roundTripMs / 2);
    later(far, near, roundTripMs / 2);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: nearPort } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${nearPort}`, close: () => server.close() };
}

function later(from: Socket, to: Socket, ms: number): void {
  from.setNoDelay(true);
  from.on("data", (chunk) => setTimeout(() => to.write(chunk), ms));
  from.on("close", () => setTimeout(() => to.destroy(), ms));
  from.on("error", () => to.destroy());
}
