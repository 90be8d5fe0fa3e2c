/** One provider's gate: a Durable Object, so that pace and circuit hold over the whole deployment, not for each isolate. */
import { DurableObject } from "cloudflare:workers";
import {
  type Admission,
  admit,
  type CircuitState,
  circuitOf,
  freshGate,
  type GateState,
  paces,
  type Report,
  record,
} from "./policy.ts";
import type { ProviderName } from "./providers/provider.ts";

export class ProviderGate extends DurableObject<Env> {
  /** Asks for a place in the pace; waiting for it is the caller's. */
  admit(provider: ProviderName, patienceMs: number): Admission {
    const { admission, state } = admit(this.#state(), paces[provider], Date.now(), patienceMs);
    this.#keep(state);
    return admission;
  }

  /** What came of a request that was admitted. */
  report(report: Report): void {
    this.#keep(record(this.#state(), report, Date.now()));
  }

  /** The circuit as it stands, and whether the service may be asked at all just now. */
  look(): { circuit: CircuitState; isOpenForRequests: boolean } {
    const [state, now] = [this.#state(), Date.now()];
    const circuit = circuitOf(state, now);
    return { circuit, isOpenForRequests: circuit !== "OPEN" && now >= state.waitUntil };
  }

  #state(): GateState {
    return this.ctx.storage.kv.get<GateState>("gate") ?? freshGate;
  }

  #keep(state: GateState): void {
    this.ctx.storage.kv.put("gate", state);
  }
}
