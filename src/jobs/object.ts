/**
 * A job: one Durable Object, the single writer of its items, its tally and its event log. Items are keyed by line and
 * end once, so whatever is delivered twice changes nothing; events are numbered and kept before they are sent, so
 * whoever comes back misses nothing; everything is in SQLite, so the object may be evicted between any two calls.
 */
import { DurableObject } from "cloudflare:workers";
import { JobAccess, type JobKey, type NewAccess, type Renewal } from "./access.ts";
import { EventLog } from "./event-log.ts";
import { JobItems } from "./items.ts";
import {
  type ItemReport,
  isOver,
  type JobEvent,
  type JobItem,
  type JobKind,
  type JobState,
  type JobStatus,
  type NewItem,
  type Outcome,
  type Slice,
} from "./job.ts";
import { JobRecord } from "./record.ts";
import { progressOf, type Tally, tables } from "./tables.ts";
import { Watchers } from "./watchers.ts";

const day = 86_400_000;
/** Kept for a week after creation, then deleted with everything that belongs to it. */
export const jobLifetimeMs = 7 * day;
/** A running job of which nothing is heard for so long has lost its messages. */
const quietMs = 15 * 60_000;
/** At most ten progress events a second, and fewer in a crowd, so that no event waits for the one before it to be sent. */
const progressEveryMs = 100;
/** Watchers who can be sent ten events a second. */
const crowd = 100;

/** What a job begins with; `details` is JSON for its own kind. */
export type NewJob = { id: string; kind: JobKind; access: NewAccess; details: string; createdAt: string };

/** A job as its workers see it. */
export type WorkedJob = { state: JobState; details: string };

/** A job as its holder may see it, and until when, in milliseconds; null for as long as there is the job. */
export type OpenedJob = WorkedJob & { until: number | null; reportKey: string };

export class JobObject extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;
  readonly #record = new JobRecord(this.#sql);
  readonly #access = new JobAccess(this.#sql);
  readonly #items = new JobItems(this.#sql);
  readonly #events = new EventLog(this.#sql);
  readonly #watchers = new Watchers();
  #flush: ReturnType<typeof setTimeout> | null = null;

  /** Creates the job; again with the same id changes nothing. */
  async create({ access, ...job }: NewJob): Promise<JobState> {
    if (this.#record.read()) return this.#state();
    this.#sql.exec(tables);
    const createdAt = new Date(job.createdAt).getTime();
    this.#record.create({ ...job, expiresAt: new Date(createdAt + jobLifetimeMs).toISOString() });
    this.#access.grant(access, createdAt);
    await this.#schedule();
    return this.#state();
  }

  /** The job for whoever has a key to it; null for anybody else, and where there is no job. */
  open(key: JobKey): OpenedJob | null {
    const opening = this.#access.opening(key, Date.now());
    const job = opening && this.work();
    return job && { ...job, ...opening, reportKey: this.#access.reportKey() };
  }

  /** Exchanges a token that is about to expire for a new one. Null when the token is wrong. */
  renew(tokenHash: string, newHash: string): Renewal | null {
    return this.#access.renew(tokenHash, newHash, Date.now());
  }

  /** The job for its own workers; null when it is gone. */
  work(): WorkedJob | null {
    const job = this.#record.read();
    return job ? { state: this.#state(), details: job.details } : null;
  }

  /** QUEUED → RUNNING; false when the job is over and there is nothing to do. */
  start(): boolean {
    const job = this.#record.read();
    if (!job || isOver(job.status)) return false;
    if (job.status === "QUEUED") {
      this.#record.update({ status: "RUNNING", started_at: new Date().toISOString() });
      this.#emit("STARTED");
    }
    return true;
  }

  /** Adds items; a line that is there stays as it is. A later item with an earlier one's identity is its DUPLICATE. */
  addItems(items: readonly NewItem[]): void {
    if (!this.#isOpen()) return;
    this.#items.add(items);
    this.#record.touch();
  }

  /** All items are in: from now on the job ends when none of them is PENDING. */
  itemsComplete(): void {
    if (!this.#isOpen()) return;
    this.#record.update({ total: this.#items.count() });
    this.#progressed();
  }

  /** What is still to do, in stretches of `size` items. */
  slices(size: number): Slice[] {
    return this.#items.slices(size);
  }

  /** The items of a slice that are still to do; null when the job is over and nobody should do them. */
  pending(slice: Slice): JobItem[] | null {
    return this.#isOpen() ? this.#items.pending(slice) : null;
  }

  /** How items ended. The first word on a line counts, and what was done counts even when the job was cancelled. */
  report(reports: readonly ItemReport[], currentItem: string | null = null): void {
    if (!this.#record.read()) return;
    this.#items.end(reports);
    this.#record.update({ last_line: reports.at(-1)?.line ?? null, current_item: currentItem });
    this.#record.touch();
    this.#progressed();
  }

  /** Ends the items of a slice that nobody could do. */
  giveUp({ from, to }: Slice, message: string): void {
    const lost = this.pending({ from, to }) ?? [];
    this.report(lost.map(({ line }) => ({ line, outcome: "FAILED", message, result: null })));
  }

  /** Ends the job as FAILED, and every item that was still to do with it. */
  fail(message: string): void {
    if (!this.#isOpen()) return;
    this.#items.failPending(message);
    this.#end("FAILED", message);
  }

  /**
   * Opens again what failed, in a slice or in the whole job, for whoever tries once more. A job that was cancelled stays
   * over, and so does one in which nothing failed.
   */
  reopen(slice: Slice | null): void {
    const job = this.#record.read();
    if (!job || job.status === "CANCELLED") return;
    const hasReopened = this.#items.reopenFailed(slice ?? { from: 0, to: Number.MAX_SAFE_INTEGER });
    if (slice ? !hasReopened : job.status !== "FAILED") return;
    this.#record.update({ status: slice ? "RUNNING" : "QUEUED", finished_at: null, failure: null });
    this.#record.touch();
    if (slice) this.#emit("STARTED");
    this.ctx.waitUntil(this.#schedule());
  }

  /** Ends the job as CANCELLED; what was not done stays PENDING. Null when the key is wrong. */
  cancel(key: JobKey): JobState | null {
    const job = this.open(key);
    if (job && !isOver(job.state.status)) this.#end("CANCELLED", null);
    return job && this.#state();
  }

  /** Items after a line, optionally of some outcomes only. Null when the key is wrong. */
  items(
    key: JobKey,
    page: { after: number; first: number; outcomes: readonly Outcome[] | null },
  ): JobItem[] | null {
    return this.open(key) && this.#items.page(page.after, page.first, page.outcomes);
  }

  /** Items after a line, for the report, whose key has been checked. Null when the job is gone. */
  reportPage(after: number, first: number): JobItem[] | null {
    return this.#record.read() && this.#items.page(after, first, null);
  }

  /** Counts by outcome. Null when the key is wrong. */
  tally(key: JobKey): Tally | null {
    return this.open(key) && this.#items.tally();
  }

  /**
   * The job's events as JSON lines, blank lines in between: after a sequence number exactly those that follow it;
   * without one a SNAPSHOT first. Ends after the last event. Null when the key is wrong.
   */
  watch(key: JobKey, after: number | null): ReadableStream<Uint8Array> | null {
    if (!this.open(key)) return null;
    this.#flushProgress();
    const state = this.#state();
    const snapshot: JobEvent = {
      sequence: this.#events.last()?.sequence ?? 0,
      kind: "SNAPSHOT",
      at: new Date().toISOString(),
      state,
      line: null,
      message: null,
    };
    const events = after === null ? [snapshot] : this.#events.after(after);
    return this.#watchers.open(
      events.map((event) => JSON.stringify(event)),
      isOver(state.status),
    );
  }

  /** Wakes to close a job gone quiet, and at last to delete it with its files. */
  override async alarm(): Promise<void> {
    const job = this.#record.read();
    if (!job) return;
    const now = Date.now();
    if (now >= new Date(job.expiresAt).getTime()) return this.#delete(job.id);
    if (!isOver(job.status) && now >= job.activeAt + quietMs) {
      this.fail(
        "Nothing was heard of this job for 15 minutes. Start it again: what was done is kept and not done twice.",
      );
    }
    await this.#schedule();
  }

  async #delete(id: string): Promise<void> {
    this.#watchers.close();
    const { objects } = await this.env.FILES.list({ prefix: `jobs/${id}/` });
    await this.env.FILES.delete(objects.map(({ key }) => key));
    await this.ctx.storage.deleteAll();
  }

  async #schedule(): Promise<void> {
    const job = this.#record.read();
    if (!job) return;
    const expires = new Date(job.expiresAt).getTime();
    await this.ctx.storage.setAlarm(isOver(job.status) ? expires : Math.min(expires, Date.now() + quietMs));
  }

  /** Tells watchers how far the job is, or that it is done. */
  #progressed(): void {
    const job = this.#record.read();
    if (!job || isOver(job.status)) return;
    if (job.total !== null && !this.#items.tally().PENDING) {
      this.#end("COMPLETED", null);
      return;
    }
    const pace = progressEveryMs * Math.max(1, this.#watchers.size / crowd);
    const wait = new Date(this.#events.last()?.at ?? 0).getTime() + pace - Date.now();
    if (wait <= 0) this.#flushProgress();
    else this.#flush ??= setTimeout(() => this.#flushProgress(), wait);
  }

  /** Emits the progress that no event has told yet, if there is any. */
  #flushProgress(): void {
    if (this.#flush !== null) clearTimeout(this.#flush);
    this.#flush = null;
    const job = this.#record.read();
    const told = this.#events.last()?.state;
    if (!job || isOver(job.status) || !told) return;
    const state = this.#state();
    if (told.processed !== state.processed || told.total !== state.total) this.#emit("PROGRESSED");
  }

  #end(status: JobStatus & JobEvent["kind"], failure: string | null): void {
    this.#record.update({ status, failure, finished_at: new Date().toISOString(), current_item: null });
    this.#emit(status, failure);
    this.#watchers.close();
    this.ctx.waitUntil(this.#schedule());
  }

  /** Keeps the event, then sends it. */
  #emit(kind: JobEvent["kind"], message: string | null = null): void {
    if (this.#flush !== null) clearTimeout(this.#flush);
    this.#flush = null;
    const event = this.#events.append({
      kind,
      at: new Date().toISOString(),
      state: this.#state(),
      line: this.#record.read()?.lastLine ?? null,
      message,
    });
    this.#watchers.send(JSON.stringify(event));
  }

  #isOpen(): boolean {
    const job = this.#record.read();
    return job !== null && !isOver(job.status);
  }

  #state(): JobState {
    const job = this.#record.read();
    if (!job) throw new Error("There is no job");
    const { details: _details, activeAt: _activeAt, lastLine: _lastLine, ...state } = job;
    return { ...state, ...progressOf(this.#items.tally()) };
  }
}
