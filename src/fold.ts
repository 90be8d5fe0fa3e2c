/** Text as it is compared, never as it is shown. */

/** Letters that Unicode does not take apart into a base and a mark. */
const unmarked: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
};

// Only the marks that readers leave out: accents, Hebrew points, Arabic vowels. The vowel signs of Indic scripts and
// the voicing marks of kana are letters to their readers, and stay.
const optionalMarks =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u200b-\u200f\ufeff]/g;

/** Lower case, without accents and typographic variants: "Ærø" and "aero", "Ｋafka" and "kafka" are the same. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(optionalMarks, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ßæœøłđðþıħŧŋ]/g, (letter) => unmarked[letter] ?? letter);
}

/** The folded words of a text, without punctuation; "Don't" is one word, and "C#" and "C++" are not "C". */
export function words(text: string): string[] {
  return fold(text.replace(/['’‘ʼ`´]/g, "")).match(/[\p{L}\p{N}\p{M}]+(?:[#+]+(?![\p{L}\p{N}]))?/gu) ?? [];
}
