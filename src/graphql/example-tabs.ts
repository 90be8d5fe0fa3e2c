/** The tabs that GraphiQL opens with: every screen of the app as the app asks for it, and two that show off. */
import { encodeGlobalID } from "@pothos/plugin-relay";
import { parse, print, visit } from "graphql";
import operations from "../../schema/manifests/worker.json" with { type: "json" };
import { authorKey } from "../authors/name.ts";
import { stableId } from "../stable-id.ts";

/** The query that GraphiQL opens with. */
export const firstQuery = `# One edition by its ISBN, in any spelling, with everything that hangs off it.
query ABook {
  book(isbn: "0-439-55493-4") {
    title
    publisher
    publishedOn
    contributors { creditedAs role author { name birthYear nationality } }
    series { name position }
    work {
      title
      originalLanguage
      firstPublishedYear
      editions(first: 5) { edges { node { isbn title language publisher } } }
    }
  }
}`;

const modes = `# The same half-remembered plot by words, by meaning, and by both. matchedBy says which way found a book.
query ThreeModes($plot: String!) {
  text: search(query: $plot, mode: TEXT, first: 3) { ...Found }
  semantic: search(query: $plot, mode: SEMANTIC, first: 3) { ...Found }
  hybrid: search(query: $plot, mode: HYBRID, first: 3) { ...Found facets { field values { value count } } }
  suggest(prefix: "tolkein") { text author { name } }
}

fragment Found on SearchConnection {
  mode
  degradedFrom
  tookMs
  edges { score matchedBy highlight node { title similar(first: 2) { score book { title } } } }
}`;

const plot = "an orphan finds out that he is a wizard and goes to a school of magic";

const csv = `Title,Author,ISBN,My Rating,Exclusive Shelf
The Hobbit,J.R.R. Tolkien,="9780261103306",5,read
"The Trial (Penguin Classics)","Kafka, Franz",,4,read
The Trial,Franz Kafka,,4,read
A Diary Nobody Printed,,,,to-read`;

const authorId = encodeGlobalID("Author", stableId("author", authorKey("J. K. Rowling")));

/** A screen's operation in schema/operations, what to know of it, and variables that work as they stand. */
const screens = [
  {
    operation: "Home",
    note: "The home screen in one request. The picks are null until the Sunday cron has run, and then extensions.notes says so.",
    variables: { query: "wizard", one: "9780439554930", two: "9780261103306", three: "9780141182636" },
  },
  {
    operation: "Search",
    note: "The search screen. Words of title, contributors, series, subjects and description; the last may be unfinished.",
    variables: { query: "wizard scho", first: 5 },
  },
  { operation: "Book", note: "The book screen.", variables: { isbn: "978-0-439-55493-0" } },
  { operation: "Author", note: "The author screen.", variables: { id: authorId, first: 5 } },
  {
    operation: "EnrichBook",
    note: "The scan screen: a book that the catalogue lacks is asked of the book services.",
    variables: { isbn: "978-0-441-17271-9" },
  },
  {
    operation: "ImportText",
    note: "The import screen: one book known by its ISBN, one by title and author, one twice, one unknown.\n# Then copy job.id and token into the variables of the next tab and watch.",
    variables: { csv },
  },
  {
    operation: "JobProgress",
    note: "The import's progress. Fill in the variables below with what the import answered.\n# A job that is over tells its events again with after: 0.",
    variables: { id: "", token: "", after: 0 },
  },
];

type Tab = { query: string; variables?: string };

/** The tabs, in the order of a first visit. */
export function exampleTabs(): Tab[] {
  const [home, search, ...others] = screens.map(({ operation, note, variables }) => ({
    query: `# ${note}\n${sourceOf(operation)}`,
    ...(variables && { variables: JSON.stringify(variables, null, 2) }),
  }));
  const threeModes = { query: modes, variables: JSON.stringify({ plot }, null, 2) };
  return [{ query: firstQuery }, home, search, threeModes, ...others].filter((tab) => tab !== undefined);
}

/** An operation without the `__typename`s that clients add. */
function sourceOf(operation: string): string {
  const body = operations.find(({ name }) => name === operation)?.body ?? "";
  return print(visit(parse(body), { Field: ({ name }) => (name.value === "__typename" ? null : undefined) }));
}
