/**
 * A text's vector without a model: its stemmed words, each weighted by how rare it is and spread over eight signed
 * dimensions of 1,024 (the hashing trick). Texts that share rare words lie close together. It needs no weights and no
 * network; it does not know that a wizard is a magician, which is what the real model is for.
 */
import { stemmer } from "stemmer";
import frequencies from "./word-frequencies.json" with { type: "json" };

/** The name that `capabilities.embeddingModel` shows for it. */
export const localModel = "local-hashing-1024";

export const dimensions = 1024;
const buckets = 8;

/** Characters; bge-m3 reads 8,192 tokens, about as much. */
const longestText = 32_000;

const documentFrequency = new Map<string, number>(Object.entries(frequencies.words));

/** The vector of a text, of length 1; all zeros for a text without a word. */
export function embed(text: string): number[] {
  const counts = new Map<string, number>();
  for (const term of terms(text.slice(0, longestText))) counts.set(term, (counts.get(term) ?? 0) + 1);
  const vector = new Float64Array(dimensions);
  for (const [term, count] of counts) {
    const weight = (1 + Math.log(count)) * rarity(term);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const hash = hashOf(term, bucket);
      const place = hash % dimensions;
      vector[place] = (vector[place] ?? 0) + (hash & 0x80000000 ? -weight : weight);
    }
  }
  const length = Math.hypot(...vector);
  return Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

/** Words without case and accents, English ones stemmed; scripts without spaces give pairs of characters. */
export function terms(text: string): string[] {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) =>
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word) ? pairs(word) : [stemmer(word)],
  );
}

function pairs(word: string): string[] {
  const characters = [...word];
  return characters.length < 2
    ? characters
    : characters.slice(1).map((next, index) => `${characters[index]}${next}`);
}

/** Inverse document frequency, from the texts of the seed catalogue and a list of words that say nothing of a plot. */
function rarity(term: string): number {
  const documents = documentFrequency.get(term) ?? 0.5;
  return Math.log(1 + frequencies.documents / documents);
}

/** FNV-1a over the term and the bucket's number, mixed once more so that neighbouring buckets are unrelated. */
function hashOf(term: string, bucket: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(bucket + 1, 0x9e3779b1)) >>> 0;
  for (let index = 0; index < term.length; index++)
    hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash >>> 0;
}
