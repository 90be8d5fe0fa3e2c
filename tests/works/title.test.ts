import { describe, expect, it } from "vitest";
import { readTitle, titleKey, workKey } from "../../src/works/title.ts";

describe("readTitle", () => {
  it.each([
    ["Mort (Discworld, #4)", "Mort", null, "Discworld", 4],
    ["Mockingjay (The Hunger Games, #3)", "Mockingjay", null, "The Hunger Games", 3],
    ["Troll Bridge (Discworld #3.5)", "Troll Bridge", null, "Discworld", 3.5],
    ["Feet of Clay (Discworld, #19; City Watch, #3)", "Feet of Clay", null, "Discworld", 19],
    ["Blutmond (Die Chroniken, Band 2)", "Blutmond", null, "Die Chroniken", 2],
    ["Feu (Les Îles, tome 1) [Kindle Edition]", "Feu", null, "Les Îles", 1],
    ["Maps (The Atlas Book 36)", "Maps", null, "The Atlas", 36],
    ["Collected Maps (Atlas, #1-4)", "Collected Maps", null, "Atlas", null],
    ["Graphs (Springer Big Maths Series)", "Graphs", null, "Springer Big Maths Series", null],
    ["Dune: Roman (German Edition)", "Dune", "Roman", null, null],
    ["Emma (Illustrated) (Hardcover)", "Emma", null, null, null],
    ["Momo (Piper Taschenbuch)", "Momo", null, null, null],
    ["Sapiens: A Brief History of Humankind", "Sapiens", "A Brief History of Humankind", null, null],
    ["Feindesland : Im Osten", "Feindesland", "Im Osten", null, null],
    ["Wassertaschen. Erzählungen", "Wassertaschen", "Erzählungen", null, null],
    ["Kopfsache - Wie das Gehirn sich hilft", "Kopfsache", "Wie das Gehirn sich hilft", null, null],
    ["1984: A Novel", "1984", "A Novel", null, null],
    ["Hobbit, The", "The Hobbit", null, null, null],
  ])("takes %j apart", (raw, title, subtitle, name, position) => {
    expect(readTitle(raw)).toEqual({ title, subtitle, series: name === null ? null : { name, position } });
  });

  it.each([
    "1984",
    "S.",
    "11/22/63",
    "2001: A Space Odyssey",
    "P - Trauriges Reisen zu zweit",
    "Das Leben - und der Sinn des Ganzen",
    "Ace in Space – Trident",
    "How Not To (But Sometimes Should)",
    "(Hardcover)",
    "Dr. Jekyll und Mr. Hyde",
    "Re:Zero",
    "",
  ])("leaves %j whole", (title) => {
    expect(readTitle(title)).toEqual({ title, subtitle: null, series: null });
  });

  it("cuts a subtitle off only where what is left says something", () => {
    expect(readTitle("How To: Wie man es macht: Absurde Empfehlungen")).toMatchObject({
      title: "How To: Wie man es macht",
      subtitle: "Absurde Empfehlungen",
    });
  });
});

describe("titleKey", () => {
  it.each([
    [["The Hobbit", "Hobbit, The", "THE HOBBIT (Hardcover)", "The Hobbit (Middle-earth, #0)"]],
    [["Sapiens", "Sapiens: A Brief History of Humankind"]],
    [["Bullshit Jobs", "Bullshit Jobs: A Theory"]],
    [["Rumo & His Adventures", "Rumo and his adventures"]],
    [["L'Étranger", "L'etranger", "l’étranger"]],
    [["Das Café am Rande der Welt", "Cafe am Rande der Welt"]],
    [["Naruto, Vol. 3", "Naruto 3", "Naruto, Band 3", "Naruto: Volume 3", "Naruto (Naruto, #3)"]],
    [["Someone I Loved (Je l'aimais)", "Someone I Loved"]],
    [["Naruto", "Naruto (Naruto, #1)"]],
  ])("is the same for %j", (titles) => {
    expect(new Set(titles.map((title) => titleKey(title))).size).toBe(1);
  });

  it.each([
    ["Star Wars: Dark Force Rising", "Star Wars: The Last Command"],
    ["Naruto (Naruto, #2)", "Naruto (Naruto, #3)"],
    ["Berserk (Band 2)", "Berserk (Band 3)"],
    ["Mistborn: The Final Empire", "Mistborn: The Hero of Ages"],
    ["Die Tribute - Erste böse Spiele (Band 1)", "Die Tribute - Zweite böse Spiele (Band 2)"],
    ["Programming in C#", "Programming in C++"],
    ["2001: A Space Odyssey", "2001"],
  ])("tells %j from %j", (one, other) => {
    expect(titleKey(one)).not.toBe(titleKey(other));
  });

  it("is never empty for a title", () => {
    const titles = [
      "1984",
      "S.",
      "It",
      "The",
      "A",
      "Die",
      "The It",
      "罪と罰",
      "🐢",
      "...",
      "(Hardcover)",
      "#",
      "Роман",
    ];
    for (const title of titles) expect(titleKey(title), title).not.toBe("");
    expect(titleKey("")).toBe("");
  });
});

describe("workKey", () => {
  it("joins title and author", () => {
    expect(workKey("The Hobbit: Or There and Back Again", "Tolkien, J.R.R.")).toBe("hobbit|jrr tolkien");
    expect(workKey("Beowulf", null)).toBe("beowulf|");
  });

  it("keeps the subtitle of a book that is called like its author", () => {
    const book = workKey("The School of Life: An Emotional Education", "The School of Life");
    expect(book).not.toBe(workKey("The School of Life", "The School of Life"));
  });

  it("tells the volumes of a series by the position the caller knows", () => {
    const series = { name: "Naruto", position: 2 };
    expect(workKey("Naruto", "Kishimoto", series)).toBe(workKey("Naruto (Naruto, #2)", "Kishimoto"));
  });
});
