import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";

const endpoint = "http://bookstrack.example/graphql";
const headers = { "content-type": "application/json" };

it("refuses a body of more than 25 MB with 413", async () => {
  const body = JSON.stringify({ query: `{ __typename } # ${"x".repeat(25_000_000)}` });
  const response = await exports.default.fetch(endpoint, { method: "POST", headers, body });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: "REQUEST_ENTITY_TOO_LARGE" } }],
  });
});

it("counts a body that does not say its length, and refuses it as well", async () => {
  const chunk = new TextEncoder().encode("x".repeat(1_000_000));
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 30) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const response = await exports.default.fetch(endpoint, { method: "POST", headers, body });
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(30);
});

it("reads a short body that does not say its length", async () => {
  const text = new TextEncoder().encode(JSON.stringify({ query: "{ __typename }" }));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(text.slice(0, 5));
      controller.enqueue(text.slice(5));
      controller.close();
    },
  });
  const response = await exports.default.fetch(endpoint, { method: "POST", headers, body });
  expect(await response.json()).toEqual({ data: { __typename: "Query" } });
});
