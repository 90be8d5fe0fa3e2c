import { expect, it } from "vitest";
import { reasonFor } from "../../src/recommendations/reason.ts";
import type { Candidate } from "../../src/recommendations/store.ts";

const bare: Candidate = {
  isbn: "9780261102217",
  work_id: "w",
  title: "T",
  description: null,
  language: null,
  page_count: null,
  published_on: null,
  publisher: null,
  cover: null,
  subjects: "[]",
  series_name: null,
  series_position: null,
  original_language: null,
  first_published_year: null,
  author_id: null,
  author: null,
};

it.each<[string, Partial<Candidate>]>([
  ["A book.", {}],
  ["Fantasy by Ursula K. Le Guin.", { subjects: '["fantasy"]', author: "Ursula K. Le Guin" }],
  ["A book by Sammy Davis Jr.", { author: "Sammy Davis Jr." }],
  ["Crime, translated from German.", { subjects: '["Crime"]', language: "en", original_language: "de" }],
  ["Crime.", { subjects: '["Crime"]', language: "en-GB", original_language: "en" }],
  ["Crime, translated from Finnish.", { subjects: '["Crime"]', language: "fil", original_language: "fi" }],
  ["Epic, first published in 700 BCE.", { subjects: '["Epic"]', first_published_year: -700 }],
  [
    "Myth, where Earthsea begins, a short 183 pages.",
    { subjects: '["Myth"]', series_name: "Earthsea", series_position: 1, page_count: 183 },
  ],
  ["Myth, part of Earthsea, 400 pages.", { subjects: '["Myth"]', series_name: "Earthsea", page_count: 400 }],
])("%s", (sentence, facts) => {
  expect(reasonFor({ ...bare, ...facts })).toBe(sentence);
});
