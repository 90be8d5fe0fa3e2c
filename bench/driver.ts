/** The load generator, on a thread of its own: the one that serves also reads workerd's log, and would answer late. */
import { parentPort } from "node:worker_threads";
import autocannon from "autocannon";

/** What a drive came to: how long each answer took, and from the first request to the last answer, in milliseconds. */
export type Driven = { times: number[]; took: number; refused: number; broken: number };

parentPort?.on("message", async (options: autocannon.Options) => parentPort?.postMessage(await run(options)));

function run(options: autocannon.Options): Promise<Driven> {
  const times: number[] = [];
  const started = performance.now();
  let ended = started;
  return new Promise((resolve, reject) => {
    const instance = autocannon(options, (error, { non2xx, errors }) =>
      error ? reject(error) : resolve({ times, took: ended - started, refused: non2xx, broken: errors }),
    );
    // Autocannon's own histogram knows whole milliseconds only.
    instance.on("response", (_client, _status, _bytes, took) => {
      times.push(took);
      ended = performance.now();
    });
  });
}
