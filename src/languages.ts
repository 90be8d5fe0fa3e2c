/** Languages by whatever name: codes of two or three letters, English names, and their own. */
import { fold } from "./fold.ts";

/** The languages recognised by name; a code is recognised for every language that has one. */
const named =
  "en de fr es it pt nl sv da nb no nn fi is pl cs sk hu ro bg el tr ru uk be sr hr bs sl mk sq lt lv et ga gd cy eu " +
  "ca gl la eo af sw ar he fa ur hi bn pa gu mr ta te kn ml ne si th vi id ms fil zh zh-Hans zh-Hant ja ko mn ka hy az " +
  "kk uz yi grc sa";

/** Names are recognised in these, and in the language itself. */
const namedIn = ["en", "de", "fr", "es"];

const otherNames: Readonly<Record<string, string>> = {
  "greek (ancient)": "grc",
  "greek, ancient": "grc",
  "greek, modern": "el",
  farsi: "fa",
  castilian: "es",
  flemish: "nl",
  mandarin: "zh",
  "brazilian portuguese": "pt-BR",
  "chinese (simplified)": "zh-Hans",
  "chinese (traditional)": "zh-Hant",
};

let codesByName: Map<string, string> | null = null;

/**
 * The BCP 47 code of a language in any of its usual spellings: "eng", "ger", "en_US", "English", "Deutsch",
 * "/languages/fre" → "en", "de", "en-US", "en", "de", "fr". Null for what is no language ("und", "multiple", "xyz").
 */
export function languageCode(text: string): string | null {
  const bare = text.trim().replace(/^\/languages\//, "");
  if (bare === "") return null;
  const alone = bare.replace(/\s*[([].*$/s, "");
  return byCode(bare) ?? byName(bare) ?? byName(alone) ?? byName(alone.replace(/\s*[;,].*$/s, ""));
}

function byCode(text: string): string | null {
  const tag = text.replaceAll("_", "-");
  if (!/^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i.test(tag)) return null;
  if (/^(und|mul|mis|zxx)/i.test(tag)) return null;
  try {
    const [code = tag] = Intl.getCanonicalLocales(tag);
    const [language = code] = code.split("-");
    return nameIn("en", language) === undefined ? null : code;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function byName(name: string): string | null {
  codesByName ??= readNames();
  return codesByName.get(fold(name).trim()) ?? null;
}

/** Built at the first name that is asked: 300 lookups are too much for the start of every isolate. */
function readNames(): Map<string, string> {
  const codes = new Map(Object.entries(otherNames));
  for (const code of named.split(" ")) {
    for (const locale of [...namedIn, code]) {
      const name = nameIn(locale, code);
      if (name !== undefined && !codes.has(fold(name))) codes.set(fold(name), code);
    }
  }
  return codes;
}

const displays = new Map<string, Intl.DisplayNames>();

function nameIn(locale: string, code: string): string | undefined {
  const display =
    displays.get(locale) ?? new Intl.DisplayNames(locale, { type: "language", fallback: "none" });
  displays.set(locale, display);
  return display.of(code);
}
