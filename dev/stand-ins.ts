/** Which services a local start asks for real, and which are played: read from the configuration that it starts with. */
import { unstable_readConfig as readConfig, unstable_getVarsForDev as varsForDev } from "wrangler";
import { providerNames, serviceOf } from "../src/enrichment/services.ts";

/** The host of the services that the local platform plays. */
const playedHost = "local-platform";

/** Lines for a terminal, one a service: "ISBNDB  played", "OPEN_LIBRARY  real: https://…", "ISBNDB  not asked: …". */
export function standIns(): string {
  const { configPath, vars } = readConfig({ config: "wrangler.jsonc" });
  const bound = varsForDev(configPath, undefined, vars, undefined, true);
  const texts = Object.entries(bound).flatMap(([name, { value }]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const configured = Object.fromEntries(texts);
  const model = configured.EMBEDDINGS_URL ? `asked of ${configured.EMBEDDINGS_URL}` : "played";
  const services = providerNames
    .map((name) => {
      const service = serviceOf(configured, name);
      if (!service) return [name, `not asked: there is no ${name}_API_KEY`];
      const { baseUrl } = service.config;
      return [name, new URL(baseUrl).host === playedHost ? "played" : `real: ${baseUrl}`];
    })
    .map(([name = "", state = ""]) => [name, state]);
  return [...services, ["embeddings", model], ["vectors", "played: exact, on this machine"]]
    .map(([name = "", state]) => `    ${name.padEnd(14)}${state}`)
    .join("\n");
}
