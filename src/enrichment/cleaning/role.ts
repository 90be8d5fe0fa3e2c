/** What people did on a book, by the words of catalogues and title pages in several languages. */
import type { ContributorRole } from "../../books/record.ts";

/** A whole note, as in "(Translator)" or a `role` field; the first that fits says the role. */
const notes: [RegExp, ContributorRole][] = [
  [
    /^(co-?)?(author|writer|auth|aut|autor(in|a)?|auteur|verfasser(in)?|autore|text|words|story|screenplay|poet|dramatist)s?$/i,
    "AUTHOR",
  ],
  [
    /^(tr|trl|trans|transl|trad|translators?|translation|translated( by| from.*)?|übers|übersetzer(in)?|übersetzung|übersetzt.*|traduct(eur|rice|or|ora)|traducteurs|tradutor(a)?|traduttore|traduttrice|vertaler|övers(ättare)?|oversetter|kääntäjä|přeložil)$/i,
    "TRANSLATOR",
  ],
  [
    /^(eds?|edt|edit|(series |general |volume )?editors?|edited( by)?|hg|hrsg|hrsgg|herausgeber(in)?|herausgegeben.*|éd|éditeur scientifique|compilers?|comp|com|dir|redakteur|redactie|red|a cura di|curatore|coordinador|anthologist)$/i,
    "EDITOR",
  ],
  [
    /^(ills?|illus|illustrators?|illustrations?|illustrated( by)?|illustr?at(eur|rice)|ilustrad(or|ora)|ilustr|illustrationen|illustriert.*|pictures|drawings|artist|art|penciller|inker|colou?rist|cartoonist)$/i,
    "ILLUSTRATOR",
  ],
  [
    /^(nrt|narr|narrators?|narrated( by)?|readers?|read by|speaker|sprecher(in)?|gelesen von|vorgelesen von|narrat(eur|rice)|narrador(a)?|lu par)$/i,
    "NARRATOR",
  ],
  [
    /^(foreword|fwd|preface|introduction|intro|introd|afterword|contributors?|contr|contrib|cover( art(ist)?| design(er)?)?|photograph(er|s|y)?|photos|designer|publisher|pbl|vorwort|nachwort|einleitung|einl|préface|préf|préfacier|prologue|prólogo|mitwirkender?|bearb|adapter|adaptation|adapted( by)?|producer|director|composer|consultant|dedicatee|commentary|notes|other|various roles)( by)?$/i,
    "OTHER",
  ],
];

/** Words before a name: "translated from the French by X", "a cura di X". */
const beforeName: [RegExp, ContributorRole][] = [
  [
    /^((newly |re)?translated( and \w+)?( from .{2,40}?)? by|translation( from .{2,40}?)?( by)?|trans(l)?\. by|(aus d(em|er) .{2,60}? )?(neu )?(übersetzt|übertragen)( aus .{2,40}?)? von|aus dem \S+( \S+)? von|(traduit|traduite)( .{2,40}?)? par|trad(\.|uction|ucción|uzione|ução) (de|di|por|par)|traducid[oa]( .{2,30}?)? por|vertaald( .{2,30}?)? door|översatt av)\s+/i,
    "TRANSLATOR",
  ],
  [
    /^((selected and |compiled and )?edited( and .{2,40}?)? by|compiled by|selected by|ed\. by|herausgegeben von|hrsg\. (v\.|von)|a cura di|édité par|editado por|dirigé par|sous la direction de|onder redactie van)\s+/i,
    "EDITOR",
  ],
  [
    /^((with )?(illustrat(ed|ions)|illus\.|pictures|drawings|art)( and .{2,30}?)? by|illustriert von|mit (illustrationen|bildern|zeichnungen) von|(illustré|illustrée|illustrations) (par|de)|ilustrad[oa] por|ilustraciones de|illustrazioni di)\s+/i,
    "ILLUSTRATOR",
  ],
  [/^((narrated|read|performed) by|gelesen von|vorgelesen von|lu par|narrado por)\s+/i, "NARRATOR"],
  [
    /^((with )?(an? )?(new )?(foreword|preface|introduction|afterword|notes|commentary|photographs|contributions|epilogue|prologue)s?( and .{2,30}?)? by|mit einem (vorwort|nachwort) von|préface de|préfacé par|prólogo de|adapted by|designed by|cover( art| design)? by)\s+/i,
    "OTHER",
  ],
  [/^((written|story|text|words) by|by|von|par|por|with)\s+(?=\p{Lu})/iu, "AUTHOR"],
];

/** The role in a note of its own ("Translator", "Hrsg.", "ill."); null for words that name none. */
export function roleOf(note: string): ContributorRole | null {
  const words = note
    .trim()
    .replace(/^[([]|[)\].:]+$/g, "")
    .trim();
  // "editor and translator": one person, of whose roles the first is told.
  const first = words.split(/\s*(?:,|;|\/|&|\band\b|\bund\b)\s*/i)[0]?.replace(/\.$/, "") ?? "";
  return notes.find(([word]) => word.test(words) || word.test(first))?.[1] ?? null;
}

/** Takes "Translated by " off the beginning of a credit; role null where nothing was taken off. */
export function leadingRole(credit: string): { role: ContributorRole | null; rest: string } {
  for (const [words, role] of beforeName) {
    const match = words.exec(credit);
    if (match) return { role, rest: credit.slice(match[0].length) };
  }
  return { role: null, rest: credit };
}
