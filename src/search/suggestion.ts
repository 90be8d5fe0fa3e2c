/** What a record offers to those who type: its title, its people, its series, under the beginnings they are typed by. */
import { authorKey } from "../authors/name.ts";
import type { EditionRecord } from "../books/record.ts";
import { words } from "../fold.ts";
import { stableId } from "../stable-id.ts";

/** A text to suggest, the folded text it begins with, and the edition or author it stands for. */
export type SuggestionEntry = {
  kind: "TITLE" | "AUTHOR" | "SERIES";
  text: string;
  key: string;
  reference: string;
};

/** Typed text as keys are: words without case and accents, one space between. */
export function suggestionKey(text: string): string {
  return words(text).join(" ");
}

/** A title also without its article, a name from each of its words on and last name first. Records without an ISBN offer their people. */
export function suggestionsOf({ isbn, title, series, contributors }: EditionRecord): SuggestionEntry[] {
  const ofEdition: Omit<SuggestionEntry, "key">[] =
    isbn === null
      ? []
      : [
          { kind: "TITLE", text: title, reference: isbn },
          ...(series ? [{ kind: "SERIES" as const, text: series.name, reference: isbn }] : []),
        ];
  const ofPeople = contributors.map(({ name }) => {
    return { kind: "AUTHOR" as const, text: name, reference: stableId("author", authorKey(name)) };
  });
  return [...ofEdition, ...ofPeople].flatMap((entry) => {
    const typed = suggestionKey(entry.text);
    const [first, ...rest] = typed.split(" ");
    const others =
      entry.kind === "AUTHOR"
        ? [...rest.map((_, place) => rest.slice(place)), [...rest.slice(-1), first, ...rest.slice(0, -1)]]
        : isArticle(first)
          ? [rest]
          : [];
    const keys = new Set([typed, ...others.map((words) => words.join(" "))]);
    return [...keys].filter((key) => key !== "").map((key) => ({ ...entry, key }));
  });
}

function isArticle(word: string | undefined): boolean {
  return /^(the|an?|der|die|das|le|la|les|el|los|las|il|lo|een|het|de)$/.test(word ?? "");
}
