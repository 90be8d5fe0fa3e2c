/** The small words of titles, folded: which of them say something about the book and which do not. */
import { words } from "../fold.ts";

/** Leading articles of the larger European languages. */
export const articles: ReadonlySet<string> = new Set(
  (
    "the a an der die das den dem des ein eine einen einem eines einer le la les un une el los las unos unas una " +
    "il lo gli uno o os as um uma de het een en ett et"
  ).split(" "),
);

/** Of these, the ones that begin a description ("A Memoir in Comics") rather than a title. */
export const indefiniteArticles: ReadonlySet<string> = new Set(
  "a an ein eine un une una uno um uma een en ett et".split(" "),
);

/** What stands before the number of a volume. */
export const volumeWords: readonly string[] = [
  ..."volume vol no nr number book band bd buch teil folge part tome t livre libro deel bind tom numero".split(
    " ",
  ),
];

const forms = new Set(
  (
    "novel novella roman romane romans erzahlung erzahlungen novelle novellen kriminalroman krimi thriller " +
    "psychothriller geschichten kurzgeschichten gedichte stories essays essay poems poetry memoir memoirs biography " +
    "autobiography biografie biographie autobiografie novela relatos cuentos romanzo racconti recit nouvelles"
  ).split(" "),
);

const editionWords = new Set(
  (
    "edition editions edicion edizione ausgabe sonderausgabe auflage hardcover hardback paperback softcover kindle " +
    "ebook audiobook audio cd audible taschenbuch taschenbucher gebunden broschiert horbuch poche broche relie " +
    "reprint reprints unabridged abridged illustrated illustriert ungekurzt annotated reissue classics boxset"
  ).split(" "),
);

const weak = new Set([...articles, ..."and und et y how to wie in on of von zu is it so no".split(" ")]);

/** "A Novel", "Roman", "Erzählungen": says what kind of text it is and nothing about this one. */
export function isForm(text: string): boolean {
  const spelled = words(text);
  const rest = articles.has(spelled[0] ?? "") ? spelled.slice(1) : spelled;
  return rest.length === 1 && rest.every((word) => forms.has(word));
}

/** "Kindle Edition", "Illustrated", "Piper Taschenbuch": a bracket about the edition, not about the book. */
export function isEditionNote(text: string): boolean {
  const spelled = words(text);
  return spelled.length <= 5 && spelled.some((word) => editionWords.has(word));
}

/** Too little to be a title by itself: a letter, a bare number, nothing but small words. */
export function isWeak(text: string): boolean {
  return words(text).every(
    (word) => weak.has(word) || /^(\p{N}+|[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])$/u.test(word),
  );
}
