/** One provider's gate: a Durable Object, so that pace and circuit hold over the whole deployment, not for each isolate. */
import { DurableObject } from "cloudflare:workers";
import {
  type Admission,
  admit,
  type CircuitState,
  circuitOf,
  confirm,
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

  /** Asks again after the wait, with the admission's ticket: the provider may have been closed meanwhile. */
  confirm(ticket: number): Admission {
    const { admission, state } = confirm(this.#state(), ticket, Date.now());
    this.#keep(state);
    return admission;
  }

  /** What came of a request that was admitted with this ticket. */
  report(report: Report, ticket: number): void {
    this.#keep(record(this.#state(), report, Date.now(), ticket));
  }

  /** The circuit as it stands, and whether the service may be asked at all just now. */
  look(): { circuit: CircuitState; isOpenForRequests: boolean } {
    const [state, now] = [this.#state(), Date.now()];
    const circuit = circuitOf(state, now);
    return { circuit, isOpenForRequests: circuit !== "OPEN" && now >= state.waitUntil };
  }

  #state(): GateState {
    return { ...freshGate, ...this.ctx.storage.kv.get<GateState>("gate") };
  }

  #keep(state: GateState): void {
    this.ctx.storage.kv.put("gate", state);
  }
}
