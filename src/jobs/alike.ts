/** Refusals that take as long as each other, where a job must be asked: for users who may be its owner. */

/** Milliseconds: longer than it takes to wake a job's object, and no longer than a person notices. */
const refusalMs = 250;

/** What `work` gives; a null comes no sooner than all other nulls, so that the time does not tell what was wrong. */
export async function nullsAlike<Value>(work: Promise<Value | null>): Promise<Value | null> {
  const started = Date.now();
  const value = await work;
  const rest = refusalMs - (Date.now() - started);
  if (value === null && rest > 0) await new Promise((resume) => setTimeout(resume, rest));
  return value;
}
