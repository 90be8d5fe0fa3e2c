/** When a provider may be asked: its pace, its quota and its circuit, as pure steps from one state to the next. */
import type { ProviderName } from "./providers/provider.ts";

/** What the service's terms allow: milliseconds between two requests, and requests a day where there is a quota. */
export type Pace = { intervalMs: number; perDay: number | null };

/** ISBNdb's basic plan: 1 a second. Open Library asks for courtesy. Google Books: 1,000 a day without more quota. */
export const paces: Record<ProviderName, Pace> = {
  ISBNDB: { intervalMs: 1_000, perDay: null },
  OPEN_LIBRARY: { intervalMs: 350, perDay: null },
  GOOGLE_BOOKS: { intervalMs: 100, perDay: 1_000 },
  WIKIDATA: { intervalMs: 200, perDay: null },
};

/** The circuit: closed lets requests through, open none, half-open one to try. */
export type CircuitState = "CLOSED" | "OPEN" | "HALF_OPEN";

/** All times in milliseconds since 1970. */
export type GateState = {
  /** The next free place in the pace. */
  nextAt: number;
  /** Requests of the present day, Pacific time, and when that day ends. */
  spentToday: number;
  dayEndsAt: number;
  /** The last outcomes, true for success, latest last, at most 20. */
  recent: boolean[];
  /** When the circuit opened; null while it is closed. */
  openedAt: number | null;
  /** When the one probe of a half-open circuit was let through. */
  probedAt: number | null;
  /** Told to wait by the service itself, until then. */
  waitUntil: number;
  /** How often it was closed, by its circuit or by the service: a place given before is worth nothing afterwards. */
  closings: number;
};

export const freshGate: GateState = {
  nextAt: 0,
  spentToday: 0,
  dayEndsAt: 0,
  recent: [],
  openedAt: null,
  probedAt: null,
  waitUntil: 0,
  closings: 0,
};

/** `go` after `waitMs`, if `ticket` is still good then; or not before `retryAt`. */
export type Admission = { go: true; waitMs: number; ticket: number } | { go: false; retryAt: number };

const failuresInARow = 5;
const remembered = 20;
const halfOpenAfterMs = 30_000;

/** Asks for a place; a place further off than `patienceMs` is not taken. */
export function admit(
  state: GateState,
  pace: Pace,
  now: number,
  patienceMs: number,
): { admission: Admission; state: GateState } {
  const refused = (retryAt: number) => ({ admission: { go: false as const, retryAt }, state });
  if (now < state.waitUntil) return refused(state.waitUntil);
  const day = now < state.dayEndsAt ? state : { ...state, spentToday: 0, dayEndsAt: midnightPacific(now) };
  if (pace.perDay !== null && day.spentToday >= pace.perDay) return refused(day.dayEndsAt);
  const circuit = circuitOf(day, now);
  if (circuit === "OPEN") return refused((day.openedAt ?? now) + halfOpenAfterMs);
  // A probe that never reported is given up after as long again.
  if (circuit === "HALF_OPEN" && day.probedAt !== null && now < day.probedAt + halfOpenAfterMs) {
    return refused(day.probedAt + halfOpenAfterMs);
  }
  const at = Math.max(now, day.nextAt);
  if (at - now > patienceMs) return refused(at);
  return {
    admission: { go: true, waitMs: at - now, ticket: day.closings },
    state: {
      ...day,
      nextAt: at + pace.intervalMs,
      spentToday: day.spentToday + 1,
      probedAt: circuit === "HALF_OPEN" ? now : day.probedAt,
    },
  };
}

/** Whether whoever waited for a place may still go: not when the provider was closed meanwhile. */
export function confirm(
  state: GateState,
  ticket: number,
  now: number,
): { admission: Admission; state: GateState } {
  if (ticket === state.closings) return { admission: { go: true, waitMs: 0, ticket }, state };
  const halfOpenAt = state.openedAt === null ? now : state.openedAt + halfOpenAfterMs;
  return {
    admission: { go: false, retryAt: Math.max(state.waitUntil, halfOpenAt) },
    state: { ...state, spentToday: Math.max(0, state.spentToday - 1) },
  };
}

/** What came of a request. `retryAt` is when the service itself will be asked again. */
export type Report = { kind: "succeeded" } | { kind: "failed" } | { kind: "told-to-wait"; retryAt: number };

/**
 * Opens the circuit after five failures in a row or half of the last twenty; closes it when the probe succeeds. What
 * was sent before the last closing (`ticket`) tells nothing of the service now; only its word to wait is obeyed.
 */
export function record(
  state: GateState,
  report: Report,
  now: number,
  ticket: number = state.closings,
): GateState {
  if (report.kind === "told-to-wait") {
    const waitUntil = Math.max(state.waitUntil, report.retryAt);
    return { ...state, waitUntil, probedAt: null, closings: state.closings + 1 };
  }
  if (ticket !== state.closings) return state;
  if (report.kind === "succeeded") {
    const recent = state.openedAt === null ? [...state.recent, true].slice(-remembered) : [];
    return { ...state, recent, openedAt: null, probedAt: null };
  }
  const recent = [...state.recent, false].slice(-remembered);
  const inARow =
    recent.length >= failuresInARow && recent.slice(-failuresInARow).every((succeeded) => !succeeded);
  const half =
    recent.length === remembered && recent.filter((succeeded) => !succeeded).length >= remembered / 2;
  if (state.openedAt === null && !inARow && !half) return { ...state, recent };
  return { ...state, recent, openedAt: now, probedAt: null, closings: state.closings + 1 };
}

/** What the circuit is at a moment. */
export function circuitOf({ openedAt }: GateState, now: number): CircuitState {
  if (openedAt === null) return "CLOSED";
  return now < openedAt + halfOpenAfterMs ? "OPEN" : "HALF_OPEN";
}

const pacificClock = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  hourCycle: "h23",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

/** The next midnight in California, where Google's days end. */
export function midnightPacific(now: number): number {
  const part = (type: string) =>
    Number(pacificClock.formatToParts(now).find((one) => one.type === type)?.value ?? 0);
  const sinceMidnight = ((part("hour") * 60 + part("minute")) * 60 + part("second")) * 1_000;
  const guess = now - (now % 1_000) - sinceMidnight + 86_400_000;
  // On the two days a year that are an hour longer or shorter, the guess is an hour off.
  const hour = Number(pacificClock.formatToParts(guess).find((one) => one.type === "hour")?.value ?? 0);
  return guess - (hour === 23 ? -3_600_000 : hour === 1 ? 3_600_000 : 0);
}
