/** Questions put to the played services as the pipeline would put them to the real ones. */

import type { playedProviders } from "../../dev/local-platform/providers/index.ts";
import { type PlayedName, playedNames } from "../../dev/local-platform/providers/played.ts";
import type {
  HttpAnswer,
  Operation,
  ProviderConfig,
  ProviderResult,
} from "../../src/enrichment/providers/provider.ts";
import { type Isbn, parseIsbn } from "../../src/isbn.ts";

export type Played = ReturnType<typeof playedProviders>;

export function config(name: PlayedName): ProviderConfig {
  if (!playedNames.includes(name)) throw new Error(name);
  return { baseUrl: `http://played.test/providers/${name}`, apiKey: "key", contact: "books@example.org" };
}

/** Asks, sends, reads. */
export async function ask<Question, Found>(
  played: Played,
  name: PlayedName,
  operation: Operation<Question, Found> | null,
  question: Question,
): Promise<ProviderResult<Found>> {
  if (operation === null) throw new Error("the provider cannot be asked this");
  const { url, ...init } = operation.request(question, config(name));
  const response = await played(new Request(url, init));
  if (response === null) throw new Error(`${url} is not played`);
  const answer: HttpAnswer = {
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  };
  return operation.read(answer, question);
}

/** An answer written by hand. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): HttpAnswer {
  return {
    status,
    headers: new Headers(headers),
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

export function isbn(text: string): Isbn {
  return parseIsbn(text);
}

/** A valid ISBN that begins so: the played services know what it stands for. */
export function isbnBeginning(twelve: string): Isbn {
  for (let check = 0; check < 10; check++) {
    try {
      return parseIsbn(`${twelve}${check}`);
    } catch {
      // Another check digit.
    }
  }
  throw new Error(twelve);
}

/** The one record that is found. */
export function only<Found>(result: ProviderResult<Found> | undefined): Found {
  if (result?.outcome !== "found") throw new Error(JSON.stringify(result));
  const [record] = result.records;
  if (record === undefined || result.records.length !== 1)
    throw new Error(`${result.records.length} records`);
  return record;
}
