/** How the providers are, for capabilities and operations. */
import { inTime } from "../platform/in-time.ts";
import type { ProviderGate } from "./gate.ts";
import type { CircuitState } from "./policy.ts";
import type { ProviderName } from "./providers/provider.ts";
import { providerNames, type ServiceVars, serviceOf } from "./services.ts";

/** `available` is false without a key, with an open circuit, and while the service has told us to wait. */
export type ProviderStatus = { provider: ProviderName; available: boolean; circuit: CircuitState };

/** All providers, configured or not; looking asks none of them. */
export function providerStatuses(
  vars: ServiceVars,
  gates: DurableObjectNamespace<ProviderGate>,
): Promise<ProviderStatus[]> {
  return Promise.all(
    providerNames.map(async (provider) => {
      const looked = gates.get(gates.idFromName(provider)).look();
      const { circuit, isOpenForRequests } = await inTime("A provider's gate", looked);
      return { provider, circuit, available: isOpenForRequests && serviceOf(vars, provider) !== null };
    }),
  );
}
