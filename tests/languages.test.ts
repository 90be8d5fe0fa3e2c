import { expect, it } from "vitest";
import { languageCode } from "../src/languages.ts";

it.each([
  ["en", "en"],
  ["eng", "en"],
  ["ger", "de"],
  ["deu", "de"],
  ["/languages/fre", "fr"],
  ["chi", "zh"],
  ["en-US", "en-US"],
  ["pt_br", "pt-BR"],
  ["English", "en"],
  ["french", "fr"],
  ["Deutsch", "de"],
  ["Englisch", "en"],
  ["allemand", "de"],
  ["inglés", "en"],
  ["Français", "fr"],
  ["日本語", "ja"],
  ["English (US)", "en"],
  ["Spanish; Castilian", "es"],
  ["Greek, Ancient (to 1453)", "grc"],
  ["Chinese (Simplified)", "zh-Hans"],
])("reads %j as %s", (text, code) => {
  expect(languageCode(text)).toBe(code);
});

it.each(["", "und", "mul", "zxx", "xyz", "Klingonese", "unknown", "12"])("knows no language %j", (text) => {
  expect(languageCode(text)).toBeNull();
});
