import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { execute, send } from "../support/api.ts";
import { sendWith } from "../support/deployment.ts";
import { CapabilitiesDocument } from "../support/operations.gen.ts";

const isbn = "9780261102217";
const modes = "{ capabilities { searchModes embeddingModel } }";
type Modes = { capabilities: { searchModes: string[]; embeddingModel: string } };

describe("the capabilities", () => {
  it("name every mode where a model and an index are bound", async () => {
    const { data } = await send<Modes>(modes);
    expect(data.capabilities.searchModes).toEqual(["TEXT", "SEMANTIC", "HYBRID"]);
    expect(data.capabilities.embeddingModel).not.toBe("unavailable");
  });

  it.each(["AI", "BOOK_VECTORS"])("name only TEXT in a deployment without %s", async (binding) => {
    const { data, errors } = await sendWith<Modes>({ [binding]: undefined }, modes);
    expect(errors).toEqual([]);
    expect(data.capabilities.searchModes).toEqual(["TEXT"]);
  });

  it("have the package's version", async () => {
    const { data } = await execute(CapabilitiesDocument, {});
    expect(data.capabilities.version).toBe(packageJson.version);
  });

  it("tell limits that hold: as much is served, and one more is refused", async () => {
    const { data } = await execute(CapabilitiesDocument, {});
    const { batchSize, searchPageSize } = data.capabilities.limits;
    const books = (count: number) => send(`{ books(isbns: [${`"${isbn}" `.repeat(count)}]) { title } }`);
    const page = (first: number) => send(`{ search(query: "trial", first: ${first}) { tookMs } }`);
    expect((await books(batchSize)).errors).toEqual([]);
    expect((await books(batchSize + 1)).errors).toMatchObject([{ extensions: { argument: "isbns" } }]);
    expect((await page(searchPageSize)).errors).toEqual([]);
    expect((await page(searchPageSize + 1)).errors).toMatchObject([{ extensions: { argument: "first" } }]);
  });
});
