import { afterEach, describe, expect, it, vi } from "vitest";
import { hashOf } from "../../src/platform/secret.ts";
import { sendWith } from "../support/deployment.ts";

const anybodys = "{ capabilities { version } }";
const admins = "{ operations { catalogue { books } } }";
const editors = `mutation { putAuthor(input: { id: "QXV0aG9yOm5vYm9keQ==" }) { id } }`;

const noKeys = { ADMIN_API_KEY: undefined, EDITOR_API_KEY: undefined };
const hashed = {
  ...noKeys,
  API_KEY_HASHES: `admin:${hashOf("first")}, editor:${hashOf("second").toUpperCase()}\n reader:${hashOf("third")}`,
};

const codeOf = async (bindings: Record<string, unknown>, query: string, headers: Record<string, string>) =>
  (await sendWith(bindings, query, headers)).errors[0]?.extensions?.code;

afterEach(() => void vi.restoreAllMocks());

describe("an API key", () => {
  it.each([
    ["an-admin's-key", undefined, "BAD_USER_INPUT"],
    ["an-editor's-key", "FORBIDDEN", "BAD_USER_INPUT"],
    ["wrong", "UNAUTHENTICATED", "UNAUTHENTICATED"],
  ])("%s opens what its role may, however it is sent", async (key, forAdmins, forEditors) => {
    for (const headers of [{ "x-api-key": key }, { authorization: `Bearer ${key}` }]) {
      expect(await codeOf({}, admins, headers)).toBe(forAdmins);
      // An editor gets as far as being told that there is no such author.
      expect(await codeOf({}, editors, headers)).toBe(forEditors);
    }
  });

  it.each([
    ["first", undefined, "BAD_USER_INPUT"],
    ["second", "FORBIDDEN", "BAD_USER_INPUT"],
    ["third", "FORBIDDEN", "FORBIDDEN"],
    ["fourth", "UNAUTHENTICATED", "UNAUTHENTICATED"],
    ["", "UNAUTHENTICATED", "UNAUTHENTICATED"],
  ])("%j is known by its hash", async (key, forAdmins, forEditors) => {
    expect(await codeOf(hashed, admins, { "x-api-key": key })).toBe(forAdmins);
    expect(await codeOf(hashed, editors, { "x-api-key": key })).toBe(forEditors);
  });

  it("is never its own hash", async () => {
    expect(await codeOf(hashed, admins, { "x-api-key": hashOf("first") })).toBe("UNAUTHENTICATED");
  });

  it("that is wrong is refused also where nothing is needed, with 401", async () => {
    const { errors, status } = await sendWith(hashed, anybodys, { "x-api-key": "wrong" });
    expect(errors).toMatchObject([
      { message: "This service does not know that API key.", extensions: { code: "UNAUTHENTICATED" } },
    ]);
    expect(status).toBe(401);
  });

  it("together with a token is refused: who is asking must be one", async () => {
    const both = { "x-api-key": "first", authorization: "Bearer first" };
    expect(await codeOf(hashed, anybodys, both)).toBe("UNAUTHENTICATED");
  });

  it.each(["admin", "admin:abc", `owner:${hashOf("x")}`, `admin:${hashOf("x")}:x`])(
    "cannot be checked while API_KEY_HASHES is %j: the log names it, and anybody is served",
    async (API_KEY_HASHES) => {
      const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
      expect(await codeOf({ API_KEY_HASHES }, anybodys, { "x-api-key": "x" })).toBe("AUTH_UNAVAILABLE");
      expect(await codeOf({ API_KEY_HASHES }, anybodys, {})).toBeUndefined();
      expect(logged.mock.calls.flat().join()).toContain("API_KEY_HASHES");
    },
  );

  it("that is empty is nobody's, even where none is configured", async () => {
    const bindings = { ADMIN_API_KEY: "", EDITOR_API_KEY: "" };
    expect(await codeOf(bindings, admins, { "x-api-key": "" })).toBe("UNAUTHENTICATED");
    expect(await codeOf(bindings, anybodys, { authorization: "Bearer " })).toBe("UNAUTHENTICATED");
  });
});
