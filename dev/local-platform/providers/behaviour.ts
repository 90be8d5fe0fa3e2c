/** How a played provider behaves today, so that every bad day can be tried without waiting for one. */

export const behaviours = [
  "normal",
  "slow",
  "rate-limited",
  "quota-exhausted",
  "server-error",
  "malformed",
  "blocked",
  "down",
] as const;
export type Behaviour = (typeof behaviours)[number];

/** How long `slow` waits before it answers, in milliseconds: longer than a barcode scan has patience for. */
export const slowMs = 6000;

/** The request header that asks for a behaviour, before any switch. */
export const behaviourHeader = "x-played-behaviour";

/**
 * ISBNs that behave by themselves, whatever the switch says: 978-0-00-9… with the behaviour's number next, then any
 * digits and a valid checksum. 9780009429… is rate-limited, 9780009404… is what nobody knows.
 */
const byIsbn: [RegExp, Behaviour][] = [
  [/9780009408\d{3}/, "slow"],
  [/9780009429\d{3}/, "rate-limited"],
  [/9780009403\d{3}/, "quota-exhausted"],
  [/9780009500\d{3}/, "server-error"],
  [/9780009200\d{3}/, "malformed"],
  [/9780009503\d{3}/, "blocked"],
  [/9780009000\d{3}/, "down"],
];

/** Whether a text names a behaviour. */
export function isBehaviour(text: unknown): text is Behaviour {
  return behaviours.some((behaviour) => behaviour === text);
}

/** The behaviour for a request: what its header asks for, else what its ISBN stands for, else the switch. */
export function behaviourFor(request: Request, body: string, switched: Behaviour): Behaviour {
  const asked = request.headers.get(behaviourHeader);
  if (isBehaviour(asked)) return asked;
  const words = `${request.url} ${body}`;
  return byIsbn.find(([isbn]) => isbn.test(words))?.[1] ?? switched;
}

/** The provider is down: no answer at all. A caller through a binding sees its fetch reject, one over HTTP a 500. */
export class ProviderDown extends Error {
  override readonly name = "ProviderDown";
}
