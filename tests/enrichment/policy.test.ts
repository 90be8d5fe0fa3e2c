import { describe, expect, it } from "vitest";
import {
  admit,
  circuitOf,
  confirm,
  freshGate,
  type GateState,
  midnightPacific,
  paces,
  record,
} from "../../src/enrichment/policy.ts";

const t0 = Date.parse("2026-11-21T12:00:00Z");
const failed = { kind: "failed" } as const;
const succeeded = { kind: "succeeded" } as const;

function ask(state: GateState, now: number, patienceMs = 10_000, pace = paces.ISBNDB) {
  return admit(state, pace, now, patienceMs);
}

describe("the pace", () => {
  it("gives places a second apart, however many ask at once", () => {
    let state = freshGate;
    const waits = Array.from({ length: 4 }, () => {
      const step = ask(state, t0);
      state = step.state;
      return step.admission.go ? step.admission.waitMs : null;
    });
    expect(waits).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it("takes no place that is further off than the asker's patience", () => {
    const { state } = ask(freshGate, t0);
    const second = ask(state, t0, 500);
    expect(second.admission).toEqual({ go: false, retryAt: t0 + 1_000 });
    expect(second.state).toBe(state);
  });

  it("ends with the day's quota and begins again at midnight Pacific", () => {
    const spent = { ...freshGate, spentToday: 1_000, dayEndsAt: midnightPacific(t0) };
    expect(ask(spent, t0, 10_000, paces.GOOGLE_BOOKS).admission).toEqual({
      go: false,
      retryAt: midnightPacific(t0),
    });
    expect(ask(spent, midnightPacific(t0), 10_000, paces.GOOGLE_BOOKS).admission).toMatchObject({ go: true });
  });

  it("stops until the time that the service itself named", () => {
    const told = record(freshGate, { kind: "told-to-wait", retryAt: t0 + 7_000 }, t0);
    expect(ask(told, t0 + 6_999).admission).toEqual({ go: false, retryAt: t0 + 7_000 });
    expect(ask(told, t0 + 7_000).admission).toMatchObject({ go: true });
    expect(circuitOf(told, t0)).toBe("CLOSED");
  });
});

describe("the circuit", () => {
  const opened = Array.from({ length: 5 }).reduce<GateState>((state) => record(state, failed, t0), freshGate);

  it("opens after five failures in a row, not after four", () => {
    const four = Array.from({ length: 4 }).reduce<GateState>((state) => record(state, failed, t0), freshGate);
    expect(circuitOf(four, t0)).toBe("CLOSED");
    expect(circuitOf(opened, t0)).toBe("OPEN");
    expect(ask(opened, t0).admission).toEqual({ go: false, retryAt: t0 + 30_000 });
  });

  it("opens when half of the last twenty failed", () => {
    const mixed = Array.from({ length: 20 }).reduce<GateState>(
      (state, _, index) => record(state, index % 2 ? failed : succeeded, t0),
      freshGate,
    );
    expect(circuitOf(mixed, t0)).toBe("OPEN");
  });

  it("lets one probe through after 30 seconds, and closes when it succeeds", () => {
    const later = t0 + 30_000;
    const probe = ask(opened, later);
    expect(circuitOf(opened, later)).toBe("HALF_OPEN");
    expect(probe.admission).toMatchObject({ go: true });
    expect(ask(probe.state, later + 1).admission).toMatchObject({ go: false });
    expect(circuitOf(record(probe.state, succeeded, later + 2), later + 2)).toBe("CLOSED");
    expect(circuitOf(record(probe.state, failed, later + 2), later + 3)).toBe("OPEN");
  });
});

describe("whoever waits for a place", () => {
  const waiting = ask(ask(freshGate, t0).state, t0);
  const ticket = waiting.admission.go ? waiting.admission.ticket : -1;

  it("goes when nothing happened meanwhile", () => {
    expect(confirm(waiting.state, ticket, t0 + 1_000).admission).toMatchObject({ go: true });
  });

  it("does not pass a circuit that opened, nor one that is half-open and has its probe", () => {
    const opened = Array.from({ length: 5 }).reduce<GateState>(
      (state) => record(state, failed, t0),
      waiting.state,
    );
    const late = confirm(opened, ticket, t0 + 1_000);
    expect(late.admission).toEqual({ go: false, retryAt: t0 + 30_000 });
    expect(late.state.spentToday).toBe(1);
    expect(confirm(opened, ticket, t0 + 30_001).admission).toMatchObject({ go: false });
  });

  it("obeys what the service told somebody else meanwhile", () => {
    const told = record(waiting.state, { kind: "told-to-wait", retryAt: t0 + 7_000 }, t0);
    expect(confirm(told, ticket, t0 + 1_000).admission).toEqual({ go: false, retryAt: t0 + 7_000 });
  });

  it("tells nothing of a circuit that opened after it went: neither closes it nor prolongs it", () => {
    const opened = Array.from({ length: 5 }).reduce<GateState>(
      (state) => record(state, failed, t0),
      waiting.state,
    );
    expect(record(opened, succeeded, t0 + 2_000, ticket)).toBe(opened);
    expect(record(opened, failed, t0 + 2_000, ticket)).toBe(opened);
  });
});

it.each([
  ["in summer", "2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z"],
  ["in winter", "2026-12-01T12:00:00Z", "2026-12-02T08:00:00Z"],
  ["just before it", "2026-12-02T07:59:59Z", "2026-12-02T08:00:00Z"],
  ["on the day that is an hour shorter", "2026-03-08T09:00:00Z", "2026-03-09T07:00:00Z"],
  ["on the day that is an hour longer", "2026-11-01T08:00:00Z", "2026-11-02T08:00:00Z"],
])("midnight Pacific is found %s", (_when, now, midnight) => {
  expect(new Date(midnightPacific(Date.parse(now))).toISOString()).toBe(new Date(midnight).toISOString());
});
