/** Cover images by their URLs: https, without ornaments, and never a picture that says "no picture". */

export type Cover = { small: string | null; medium: string | null; large: string | null };

/** URLs of images that services send when they have none. */
const placeholders = [
  /no[-_]?(cover|photo|image|img|book)/i,
  /image[-_]?not[-_]?available|not[-_]?available|image[-_]?missing|coming[-_]?soon/i,
  /placeholder|default[-_]?(cover|image|book)|blank[-_]?cover|book-not-found|nocover/i,
  /covers\.openlibrary\.org\/[abw]\/(id|olid|isbn|lccn|oclc)\/(-1|0|None|null|undefined)?(-[SML])?\.(jpg|png)/i,
  /openlibrary\.org\/images\/icons\/avatar/i,
  /books\.google\.[a-z.]+\/googlebooks\/images/i,
  /images\.isbndb\.com\/covers\/?(default|0+)?(\.(jpg|png|gif))?$/i,
];

/** The URL as https, with Google's page curl off; null for no URL, no image and known placeholders. */
export function coverUrl(told: string | null): string | null {
  const text = told?.trim() ?? "";
  if (text === "" || !URL.canParse(text.startsWith("//") ? `https:${text}` : text)) return null;
  const url = new URL(text.startsWith("//") ? `https:${text}` : text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  // Cover hosts all speak https, and an app that insists on it shows nothing else.
  url.protocol = "https:";
  if (placeholders.some((placeholder) => placeholder.test(url.href))) return null;
  if (isGoogle(url)) url.searchParams.delete("edge");
  return url.href;
}

/** A trio of sizes out of whatever sizes are told, each cleaned by {@link coverUrl}. */
export function cleanCover(told: Partial<Cover>): Cover {
  return {
    small: coverUrl(told.small ?? null),
    medium: coverUrl(told.medium ?? null),
    large: coverUrl(told.large ?? null),
  };
}

/** Open Library's three sizes of one image; "-1" is its way of saying "none". */
export function openLibraryCover(id: number | null): Cover {
  if (id === null || !Number.isInteger(id) || id <= 0) return { small: null, medium: null, large: null };
  const size = (letter: string) => `https://covers.openlibrary.org/b/id/${id}-${letter}.jpg`;
  return { small: size("S"), medium: size("M"), large: size("L") };
}

function isGoogle(url: URL): boolean {
  return /(^|\.)google(usercontent)?\.[a-z.]+$/.test(url.hostname);
}
