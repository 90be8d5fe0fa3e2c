/** Parsed documents of one isolate. They are kept by the size of their text: a tree takes a hundred times its text. */

/** Bytes of text; with their trees some 20 MB of an isolate's 128. */
const mostBytes = 200_000;

/** A cache of what was made of a text, least recently used out first. */
export class DocumentCache<Value> {
  readonly #kept = new Map<string, Value>();
  #bytes = 0;

  /** What is kept for a text. */
  get(text: string): Value | undefined {
    const value = this.#kept.get(text);
    if (value !== undefined) {
      this.#kept.delete(text);
      this.#kept.set(text, value);
    }
    return value;
  }

  /** Keeps a value, and drops what was asked for longest ago where there is no more room. */
  set(text: string, value: Value): void {
    if (!this.#kept.has(text)) this.#bytes += text.length;
    this.#kept.set(text, value);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= mostBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= oldest.length;
    }
  }
}
