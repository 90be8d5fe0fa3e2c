import { describe, expect, it } from "vitest";
import { authorKey, displayName } from "../../src/authors/name.ts";
import { guessNames, splitNames } from "../../src/authors/name-list.ts";

describe("displayName", () => {
  it.each([
    ["Tolkien, J. R. R.", "J. R. R. Tolkien"],
    ["Le Guin, Ursula K.", "Ursula K. Le Guin"],
    ["Ursula K.  Le Guin ", "Ursula K. Le Guin"],
    ["Goethe, Johann Wolfgang von, 1749-1832", "Johann Wolfgang von Goethe"],
    ["King, Martin Luther, Jr.", "Martin Luther King Jr."],
    ["Kurt Vonnegut, Jr.", "Kurt Vonnegut Jr."],
    ["Vonnegut, Jr., Kurt", "Kurt Vonnegut Jr."],
    ["Mann, Thomas (1875-1955)", "Thomas Mann"],
    ["Christie, Agatha (Author)", "Agatha Christie"],
    ["Dr. Seuss", "Dr. Seuss"],
    ["村上春樹", "村上春樹"],
    ["Simon & Schuster, Inc.", "Simon & Schuster, Inc."],
    ["University of California, Berkeley", "University of California, Berkeley"],
    ["Larry, Curly, Moe", "Larry, Curly, Moe"],
    ["Voltaire,", "Voltaire"],
    ["  ", ""],
  ])("shows %j as %j", (raw, shown) => {
    expect(displayName(raw)).toBe(shown);
    expect(displayName(shown)).toBe(shown);
  });
});

describe("authorKey", () => {
  it.each([
    [["J. R. R. Tolkien", "J.R.R. Tolkien", "JRR Tolkien", "Tolkien, J.R.R.", "TOLKIEN, J. R. R."]],
    [["E. E. Cummings", "e.e. cummings", "ee cummings"]],
    [["Stanisław Lem", "Lem, Stanislaw"]],
    [["Jo Nesbø", "Jo Nesbo"]],
    [["Jean-Paul Sartre", "Jean Paul Sartre"]],
    [["Madeleine L'Engle", "L’Engle, Madeleine"]],
    [["Фёдор Достоевский", "Федор Достоевский"]],
    [["Kurt Vonnegut Jr.", "Vonnegut, Kurt, Jr."]],
  ])("is the same for %j", (names) => {
    expect(new Set(names.map(authorKey)).size).toBe(1);
  });

  it("is never empty for a name, in any script", () => {
    for (const name of ["村上春樹", "ويدا", "मीना", "???", "Ø", "🐢"]) expect(authorKey(name)).not.toBe("");
    expect(authorKey("मीना")).not.toBe(authorKey("मन"));
    expect(authorKey("")).toBe("");
  });

  it("tells people apart", () => {
    expect(authorKey("Arthur Schlesinger Jr.")).not.toBe(authorKey("Arthur Schlesinger"));
    expect(authorKey("D. H. Lawrence")).not.toBe(authorKey("T. E. Lawrence"));
  });
});

describe("lists of names", () => {
  it("are split where the separator is known, suffixes stay with their name", () => {
    expect(splitNames("Robert F. Kennedy, Jr., Ted Rall, , Ted  Rall", /,/)).toEqual([
      "Robert F. Kennedy Jr.",
      "Ted Rall",
    ]);
    expect(splitNames("Roubaud, Jacques|Perec, Georges", /\|/)).toEqual(["Jacques Roubaud", "Georges Perec"]);
  });

  it.each([
    ["Tolkien, J.R.R.", ["J.R.R. Tolkien"]],
    ["Le Guin, Ursula K.", ["Ursula K. Le Guin"]],
    ["García Márquez, Gabriel", ["Gabriel García Márquez"]],
    ["Terry Pratchett, Neil Gaiman", ["Terry Pratchett", "Neil Gaiman"]],
    ["Terry Pratchett & Neil Gaiman", ["Terry Pratchett", "Neil Gaiman"]],
    ["Klüpfel, Volker; Kobr, Michael", ["Volker Klüpfel", "Michael Kobr"]],
    ["Lewis, C.S., Tolkien, J.R.R.", ["C.S. Lewis", "J.R.R. Tolkien"]],
    ["Boris und Arkadi Strugazki et al.", ["Boris", "Arkadi Strugazki"]],
    ["Adams, Douglas / Carwardine, Mark", ["Douglas Adams", "Mark Carwardine"]],
    ["Ortega y Gasset, José", ["José Ortega y Gasset"]],
    ["Various", []],
    ["", []],
  ])("are guessed from %j", (text, names) => {
    expect(guessNames(text)).toEqual(names);
  });
});
