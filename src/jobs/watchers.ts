/** Whoever watches a job: byte streams that get one JSON event a line, and a blank line now and then. */

/** Somebody who leaves silently is noticed only by a write that is not taken: so there is always one coming. */
const heartbeatMs = 10_000;
/** Bytes; who has this much waiting has stopped reading. */
const mostWaiting = 256 * 1024;

type Watcher = ReadableStreamDefaultController<Uint8Array>;

const encoder = new TextEncoder();

/** The open streams of one job object. Lost with the object; a watcher then comes back with the last sequence it saw. */
export class Watchers {
  readonly #watchers = new Set<Watcher>();
  #heartbeat: ReturnType<typeof setInterval> | null = null;

  /** How many are watching. */
  get size(): number {
    return this.#watchers.size;
  }

  /** A stream that begins with `lines` and then gets whatever is sent; it ends at once when `isComplete`. */
  open(lines: readonly string[], isComplete: boolean): ReadableStream<Uint8Array> {
    let watcher: Watcher | undefined;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          watcher = controller;
          for (const line of lines) controller.enqueue(encoder.encode(`${line}\n`));
          if (isComplete) controller.close();
          else this.#add(controller);
        },
        cancel: () => {
          if (watcher) this.#drop(watcher);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
    );
  }

  /** Sends a line to everybody, and drops whoever does not take it. */
  send(line: string): void {
    const bytes = encoder.encode(`${line}\n`);
    for (const watcher of this.#watchers) {
      try {
        if ((watcher.desiredSize ?? 0) <= 0) throw new Error("The watcher has stopped reading");
        watcher.enqueue(bytes);
      } catch (error) {
        this.#drop(watcher);
        watcher.error(error);
      }
    }
  }

  /** Ends every stream: nothing more will come. */
  close(): void {
    for (const watcher of this.#watchers) {
      this.#drop(watcher);
      watcher.close();
    }
  }

  #add(watcher: Watcher): void {
    this.#watchers.add(watcher);
    this.#heartbeat ??= setInterval(() => this.send(""), heartbeatMs);
  }

  #drop(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0 || this.#heartbeat === null) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }
}
