/** What Linux tells about a process; elsewhere it is left untold. */
import { readdirSync, readFileSync } from "node:fs";

/** The id of a process that this one started; 0 where it cannot be told. */
export function childNamed(name: string): number {
  const pids = reading(() => readdirSync("/proc").map(Number).filter(Number.isInteger), []);
  const child = pids.find((pid) => {
    const fields = statOf(pid);
    return fields.parent === process.pid && fields.name.startsWith(name);
  });
  return child ?? 0;
}

/** Milliseconds of processor that a process has had. */
export function processorMs(pid: number): number {
  // Linux counts in hundredths of a second.
  return statOf(pid).ticks * 10;
}

/** What a process holds in memory. */
export function residentBytes(pid: number): number {
  const status = reading(() => readFileSync(`/proc/${pid}/status`, "utf8"), "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

function statOf(pid: number): { name: string; parent: number; ticks: number } {
  const stat = reading(() => readFileSync(`/proc/${pid}/stat`, "utf8"), "");
  const [, name = "", rest = ""] = /^\d+ \((.*)\) \S (.*)$/s.exec(stat) ?? [];
  const numbers = rest.split(" ").map(Number);
  return { name, parent: numbers[0] ?? 0, ticks: (numbers[10] ?? 0) + (numbers[11] ?? 0) };
}

function reading<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
