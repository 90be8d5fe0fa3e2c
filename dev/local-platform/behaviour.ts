/** How the stand-ins behave: switched at run time, to see what the product does on the platform's bad days. */

export const behaviours = ["normal", "slow", "down", "over-quota"] as const;
export type Behaviour = (typeof behaviours)[number];

export function isBehaviour(value: unknown): value is Behaviour {
  return behaviours.some((behaviour) => behaviour === value);
}

/** How a part ("ai", "vectors") behaves now. */
export async function readBehaviour(env: PlatformEnv, part: string): Promise<Behaviour> {
  return settings(env).behaviour(part);
}

export async function writeBehaviour(env: PlatformEnv, part: string, behaviour: Behaviour): Promise<void> {
  await settings(env).behave(part, behaviour);
}

/** Waits or fails as the part was told to. */
export async function behave(env: PlatformEnv, part: string): Promise<void> {
  const behaviour = await readBehaviour(env, part);
  if (behaviour === "slow") await new Promise((resume) => setTimeout(resume, 5_000));
  if (behaviour === "down") throw new Error(`InferenceUpstreamError: ${part} is down`);
  if (behaviour === "over-quota") {
    throw new Error("4006: you have used up your daily free allocation of 10,000 neurons");
  }
}

function settings(env: PlatformEnv) {
  return env.VECTOR_STORE.get(env.VECTOR_STORE.idFromName("book-embeddings"));
}
