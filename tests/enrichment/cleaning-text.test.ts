import { describe, expect, it } from "vitest";
import { cleanDescription } from "../../src/enrichment/cleaning/description.ts";
import { repairMojibake } from "../../src/enrichment/cleaning/mojibake.ts";
import { cleanText } from "../../src/enrichment/cleaning/text.ts";

describe("mojibake", () => {
  it.for([
    ["Les MisÃ©rables", "Les Misérables"],
    ["Ã‰mile Zola", "Émile Zola"],
    ["Donâ€™t", "Don’t"],
    ["â€œQuotedâ€\u009d", "“Quoted”"],
    ["ä¸­å›½", "中国"],
    ["Ã\u00a0 la recherche", "à la recherche"],
    ["GÃƒÂ¶del", "Gödel"],
  ])("repairs %s to %s", ([ruined = "", meant]) => {
    expect(repairMojibake(ruined)).toBe(meant);
  });

  it.for([
    "SÃO PAULO",
    "Émile",
    "Château d’Âge",
    "naïve café",
    "Ångström",
    "«Ñandú»",
    "日本語",
    "Â",
    "£5 – €6",
  ])("leaves %s alone", (text) => {
    expect(repairMojibake(text)).toBe(text);
  });
});

describe("text", () => {
  it("decodes entities, also those escaped twice", () => {
    expect(cleanText("Pride &amp; Prejudice &amp;#39;n&amp;#39; more &eacute; &bogus;")).toBe(
      "Pride & Prejudice 'n' more é &bogus;",
    );
  });

  it("takes the autofilled mark off and drops what says nothing", () => {
    expect(cleanText("Jane Doe ~autofilled~")).toBe("Jane Doe");
    for (const filler of ["~autofilled~", "N/A", "Unknown", " -- ", "[s.n.]", "undefined", "", "…"]) {
      expect(cleanText(filler), filler).toBeNull();
    }
  });

  it("survives half a character and control characters", () => {
    expect(cleanText("A\ud83d B\u0000C\ufeff\n D")).toBe("A BC D");
  });
});

describe("descriptions", () => {
  it("become paragraphs", () => {
    expect(
      cleanDescription(
        "<p>One &ldquo;two&rdquo;<br/>three</p><p><b>Four</b> 1 &lt; 2</p><script>x()</script>",
      ),
    ).toBe("One “two”\nthree\n\nFour 1 < 2");
  });

  it("lose Open Library's sources, links and lists behind a rule", () => {
    const told =
      "A *whale*. ([source][1])\r\n\r\nSee [the site](https://example.org/a).\r\n\r\n[1]: https://example.org\r\n----------\r\nContains: more";
    expect(cleanDescription(told)).toBe("A *whale*.\n\nSee the site.");
  });

  it("that are filler are none", () => {
    expect(cleanDescription("<p>No description available.</p>")).toBeNull();
  });
});
