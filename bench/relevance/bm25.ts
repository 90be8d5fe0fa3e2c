/** Plain BM25 as the textbooks have it: the baseline that search is measured against. */

const k1 = 1.2;
const b = 0.75;

/** Lower-case runs of letters and digits; no stemming, no stop words. */
function tokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Ranks documents for a query: ids, best first, at most `most`. */
export function bm25(
  corpus: readonly { id: string; text: string }[],
): (query: string, most: number) => string[] {
  const postings = new Map<string, Map<number, number>>();
  const lengths = corpus.map(({ text }, index) => {
    const words = tokens(text);
    for (const word of words) {
      const documents = postings.get(word) ?? new Map<number, number>();
      postings.set(word, documents.set(index, (documents.get(index) ?? 0) + 1));
    }
    return words.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / corpus.length;
  return (query, most) => {
    const scores = new Map<number, number>();
    for (const word of tokens(query)) {
      const documents = postings.get(word);
      if (!documents) continue;
      const idf = Math.log(1 + (corpus.length - documents.size + 0.5) / (documents.size + 0.5));
      for (const [index, count] of documents) {
        const norm = k1 * (1 - b + (b * (lengths[index] ?? 0)) / average);
        scores.set(index, (scores.get(index) ?? 0) + (idf * count * (k1 + 1)) / (count + norm));
      }
    }
    const ranked = [...scores].sort(([, one], [, other]) => other - one).slice(0, most);
    return ranked.map(([index]) => corpus[index]?.id ?? "");
  };
}
