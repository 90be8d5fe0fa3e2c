/**
 * Vectorize as far as the product uses it, with exact cosine over vectors kept in a Durable Object's SQLite. Limits as
 * https://developers.cloudflare.com/vectorize/platform/limits/ gives them.
 */
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import { type Behaviour, behave, isBehaviour } from "./behaviour.ts";
import { dimensions } from "./embedding.ts";
import { type Filter, holds, type Metadata } from "./vector-filter.ts";

const most = { topK: 100, topKWithData: 20, upsert: 1_000, idBytes: 64, getByIds: 20, metadataBytes: 10_240 };

type Vector = { id: string; values: number[]; metadata?: Metadata };
type Match = { id: string; score: number; values?: number[]; metadata?: Metadata };
type QueryOptions = {
  topK?: number;
  returnValues?: boolean;
  returnMetadata?: boolean | "all" | "indexed" | "none";
  filter?: Filter;
};

export class LocalVectors extends WorkerEntrypoint<PlatformEnv> {
  async upsert(vectors: Vector[]): Promise<{ mutationId: string }> {
    await behave(this.env, "vectors");
    refuseIf(
      vectors.length === 0 || vectors.length > most.upsert,
      `upsert takes 1 to ${most.upsert} vectors`,
    );
    for (const { id, values, metadata } of vectors) {
      refuseIf(
        new TextEncoder().encode(id).length > most.idBytes,
        `id ${id} is longer than ${most.idBytes} bytes`,
      );
      refuseIf(
        values.length !== dimensions,
        `invalid vector for id=${id}, expected ${dimensions} dimensions, and got ${values.length}`,
      );
      refuseIf(
        JSON.stringify(metadata ?? {}).length > most.metadataBytes,
        `metadata of ${id} exceeds 10 KiB`,
      );
    }
    await this.#store().upsert(vectors);
    return { mutationId: crypto.randomUUID() };
  }

  async query(
    vector: number[] | Float32Array,
    options: QueryOptions = {},
  ): Promise<{ count: number; matches: Match[] }> {
    await behave(this.env, "vectors");
    const { topK = 5, returnValues = false, returnMetadata = "none", filter = {} } = options;
    const withData = returnValues || returnMetadata === "all" || returnMetadata === true;
    const largest = withData ? most.topKWithData : most.topK;
    refuseIf(
      topK < 1 || topK > largest,
      `topK must be from 1 to ${largest}${withData ? " with values or metadata" : ""}`,
    );
    refuseIf(
      vector.length !== dimensions,
      `invalid query vector, expected ${dimensions} dimensions, and got ${vector.length}`,
    );
    const matches = await this.#store().query(Array.from(vector), topK, filter);
    return {
      count: matches.length,
      matches: matches.map(({ id, score, values, metadata }) => ({
        id,
        score,
        ...(returnValues ? { values } : {}),
        ...(returnMetadata === "none" || returnMetadata === false ? {} : { metadata }),
      })),
    };
  }

  async getByIds(ids: string[]): Promise<Vector[]> {
    await behave(this.env, "vectors");
    refuseIf(ids.length > most.getByIds, `getByIds takes at most ${most.getByIds} ids`);
    return this.#store().getByIds(ids);
  }

  async deleteByIds(ids: string[]): Promise<{ mutationId: string }> {
    await behave(this.env, "vectors");
    refuseIf(ids.length > most.upsert, `deleteByIds takes at most ${most.upsert} ids`);
    await this.#store().deleteByIds(ids);
    return { mutationId: crypto.randomUUID() };
  }

  async describe(): Promise<{ vectorCount: number; dimensions: number }> {
    return { vectorCount: await this.#store().count(), dimensions };
  }

  #store() {
    return this.env.VECTOR_STORE.get(this.env.VECTOR_STORE.idFromName("book-embeddings"));
  }
}

function refuseIf(isWrong: boolean, rule: string): void {
  if (isWrong) throw new Error(`VECTOR_ERROR (code = 40000): ${rule}`);
}

type Stored = { place: number; metadata: Metadata };

/** All vectors of one index: in SQLite to keep, in one array in memory to search. */
export class VectorStore extends DurableObject<PlatformEnv> {
  readonly #sql = this.ctx.storage.sql;
  #values = new Float32Array(0);
  readonly #stored = new Map<string, Stored>();

  constructor(state: DurableObjectState, env: PlatformEnv) {
    super(state, env);
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS vectors (id TEXT PRIMARY KEY, vector BLOB NOT NULL, metadata TEXT NOT NULL)",
    );
    this.#sql.exec("CREATE TABLE IF NOT EXISTS behaviours (part TEXT PRIMARY KEY, behaviour TEXT NOT NULL)");
    for (const row of this.#sql.exec<{ id: string; vector: ArrayBuffer; metadata: string }>(
      "SELECT * FROM vectors",
    )) {
      this.#remember(row.id, new Float32Array(row.vector), JSON.parse(row.metadata));
    }
  }

  upsert(vectors: Vector[]): void {
    for (const { id, values, metadata = {} } of vectors) {
      const length = Math.hypot(...values) || 1;
      const vector = Float32Array.from(values, (value) => value / length);
      const row = [id, vector.buffer, JSON.stringify(metadata)];
      this.#sql.exec("INSERT OR REPLACE INTO vectors (id, vector, metadata) VALUES (?, ?, ?)", ...row);
      this.#remember(id, vector, metadata);
    }
  }

  /** The nearest by cosine among those that the filter lets through, best first, ties by id. */
  query(vector: number[], topK: number, filter: Filter): Required<Match>[] {
    const length = Math.hypot(...vector) || 1;
    const scored: { id: string; score: number; stored: Stored }[] = [];
    for (const [id, stored] of this.#stored) {
      if (!holds(filter, stored.metadata)) continue;
      const start = stored.place * dimensions;
      let dot = 0;
      for (let index = 0; index < dimensions; index++)
        dot += (this.#values[start + index] ?? 0) * (vector[index] ?? 0);
      scored.push({ id, score: dot / length, stored });
    }
    scored.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
    return scored.slice(0, topK).map(({ id, score, stored }) => ({
      id,
      score,
      values: this.#valuesAt(stored.place),
      metadata: stored.metadata,
    }));
  }

  getByIds(ids: string[]): Vector[] {
    return ids.flatMap((id) => {
      const stored = this.#stored.get(id);
      return stored ? [{ id, values: this.#valuesAt(stored.place), metadata: stored.metadata }] : [];
    });
  }

  /** The place of a removed vector stays empty until the object starts again. */
  deleteByIds(ids: string[]): void {
    for (const id of ids) {
      this.#sql.exec("DELETE FROM vectors WHERE id = ?", id);
      this.#stored.delete(id);
    }
  }

  count(): number {
    return this.#stored.size;
  }

  behave(part: string, behaviour: Behaviour): void {
    this.#sql.exec("INSERT OR REPLACE INTO behaviours (part, behaviour) VALUES (?, ?)", part, behaviour);
  }

  behaviour(part: string): Behaviour {
    const [row] = this.#sql
      .exec<{ behaviour: string }>("SELECT behaviour FROM behaviours WHERE part = ?", part)
      .toArray();
    return row && isBehaviour(row.behaviour) ? row.behaviour : "normal";
  }

  #remember(id: string, vector: Float32Array, metadata: Metadata): void {
    const place = this.#stored.get(id)?.place ?? this.#nextPlace++;
    if ((place + 1) * dimensions > this.#values.length) {
      const larger = new Float32Array(Math.max(1_024, (place + 1) * 2) * dimensions);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(vector, place * dimensions);
    this.#stored.set(id, { place, metadata });
  }
  #nextPlace = 0;

  #valuesAt(place: number): number[] {
    return Array.from(this.#values.subarray(place * dimensions, (place + 1) * dimensions));
  }
}
