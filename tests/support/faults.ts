/** Bindings that are broken: each call fails, or never comes back. */

type Fault = "fails" | "hangs";

/** Each call to it fails as the platform's do, or never answers. */
const calls: Record<Fault, () => Promise<never>> = {
  fails: () => Promise.reject(new Error("internal error; reference = 0abc1def")),
  hangs: () => new Promise(() => undefined),
};

/** What a binding gives at once without asking anybody: statements, sessions, ids and stubs. */
const makers = {
  database: ["prepare", "bind", "withSession"],
  namespace: ["idFromName", "idFromString", "get"],
  store: [],
} satisfies Record<string, string[]>;

/** D1 is a database, Durable Objects are namespaces; all else is a store whose every method is a call. */
export function broken(fault: Fault, kind: keyof typeof makers = "store"): unknown {
  const made: readonly string[] = makers[kind];
  return new Proxy(
    {},
    {
      get: (_target, name) => {
        if (typeof name === "symbol" || name === "then") return undefined;
        if (name === "getBookmark") return () => null;
        // A namespace's `get` gives a stub, whose every method is a call.
        const next = kind === "namespace" && name === "get" ? "store" : kind;
        return made.includes(name) ? () => broken(fault, next) : calls[fault];
      },
    },
  );
}
