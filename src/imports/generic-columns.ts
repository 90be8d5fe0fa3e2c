/** What people call the columns of their own book lists, in the languages we have met. */
import type { ImportField } from "./formats.ts";

/** Folded words, as `words(header).join(" ")` gives them. */
const synonyms: readonly [ImportField, string[]][] = [
  [
    "title",
    "title|titel|titre|titulo|titolo|book title|book|book name|buchtitel|buch|livre|libro|name|tytul|书名".split(
      "|",
    ),
  ],
  ["subtitle", "subtitle|untertitel|sous titre|subtitulo|sottotitolo|ondertitel".split("|")],
  [
    "authorsByHand",
    (
      "author|authors|author s|autor|autoren|autor in|autorin|auteur|auteurs|autore|autori|autores|autor es|verfasser|" +
      "schriftsteller|writer|written by|by|von|forfatter|forfattare|schrijver|creator|creators|author name|primary author|作者"
    ).split("|"),
  ],
  ["authorFamilyName", "author last name|author last|last name|nachname|surname|author surname".split("|")],
  ["authorGivenName", "author first name|author first|first name|vorname".split("|")],
  ["additionalAuthors", "additional authors|other authors|co authors|weitere autoren".split("|")],
  [
    "isbn",
    "isbn|isbn13|isbn 13|isbn10|isbn 10|isbns|ean|ean13|ean 13|isbn ean|ean isbn|barcode|isbn number|isbn nummer|isbn nr|isbn13 isbn10".split(
      "|",
    ),
  ],
  ["isbnOrOther", "isbn uid|isbn asin|isbn or asin".split("|")],
  ["openLibraryWork", "openlibrary work|open library work".split("|")],
  [
    "openLibraryEdition",
    "openlibrary key|openlibrary edition|open library edition|openlibrary id|olid".split("|"),
  ],
  [
    "shelf",
    "shelf|bookshelf|exclusive shelf|status|read status|reading status|regal|lesestatus|etagere|statut|estado|stato|list|liste".split(
      "|",
    ),
  ],
  [
    "rating",
    "rating|my rating|star rating|stars|bewertung|meine bewertung|sterne|note|ma note|evaluation|valoracion|puntuacion|voto|score".split(
      "|",
    ),
  ],
  [
    "review",
    "review|my review|rezension|kritik|critique|avis|resena|recensione|kommentar|commentaire".split("|"),
  ],
  [
    "readOn",
    (
      "date read|read on|read date|finished|date finished|finish date|date completed|end date|last date read|gelesen am|" +
      "gelesen|beendet|lesedatum|date de lecture|lu le|fecha de lectura|fecha leido|dates read|letto il"
    ).split("|"),
  ],
  [
    "addedOn",
    "date added|added|added on|entry date|hinzugefugt|hinzugefugt am|date d ajout|date ajout|ajoute le|fecha anadido".split(
      "|",
    ),
  ],
  ["publisher", "publisher|verlag|editeur|maison d edition|editorial|editore|uitgever|editora".split("|")],
  [
    "publishedOn",
    (
      "published|publication date|date published|year published|publication year|pub date|pubdate|publish date|year|jahr|" +
      "erscheinungsjahr|erscheinungsdatum|erschienen|annee|date de publication|date de parution|parution|ano|anno|" +
      "fecha de publicacion"
    ).split("|"),
  ],
  [
    "firstPublishedYear",
    "original publication year|first published|original year|first publish year|ersterscheinung|erstveroffentlichung".split(
      "|",
    ),
  ],
  [
    "pageCount",
    "pages|page count|number of pages|num pages|no of pages|seiten|seitenzahl|seitenanzahl|nombre de pages|paginas|pagine".split(
      "|",
    ),
  ],
  ["language", "language|languages|lang|sprache|langue|idioma|lingua|taal".split("|")],
  ["originalLanguage", "original language|originalsprache|langue originale|idioma original".split("|")],
  [
    "format",
    "format|binding|media|medium|einband|bindung|reliure|encuadernacion|formato|book format|edition format".split(
      "|",
    ),
  ],
  [
    "subjects",
    "subjects|subject|genre|genres|category|categories|kategorie|kategorien|schlagworte|themen|sujets".split(
      "|",
    ),
  ],
  ["description", "description|synopsis|beschreibung|inhalt|klappentext|resume|descripcion|blurb".split("|")],
  ["series", "series|reihe|serie|series name".split("|")],
  [
    "seriesPosition",
    "series number|series index|series position|book number|number in series|band|volume|bandnummer|tome|series no".split(
      "|",
    ),
  ],
];

/** Column name → field, for files of no program that we know. */
export const genericColumns: Readonly<Record<string, ImportField>> = Object.fromEntries(
  synonyms.flatMap(([field, names]) => names.map((name) => [name, field])),
);
