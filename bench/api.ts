/** One question to the API under measurement, asked as its admin. */
import { adminKey } from "./stack.ts";

/** Sends a document and answers its data. @throws with the API's own words. */
export async function ask<Data>(origin: string, query: string, variables: unknown = {}): Promise<Data> {
  const response = await fetch(`${origin}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": adminKey },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
  if (errors) throw new Error(errors.map(({ message }) => message).join("; "));
  return data;
}

/** Asks again until an answer will do. @throws after so many seconds. */
export async function until<Value>(
  look: () => Promise<Value>,
  willDo: (value: Value) => boolean,
  seconds: number,
): Promise<Value> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await look();
    if (willDo(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${JSON.stringify(value)}`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}
