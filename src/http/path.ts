/** A request's path, without what it costs to make a URL of its whole address. */

/** "/graphql" of "https://books.example/graphql?query=…"; the platform has written the address in its canonical form. */
export function pathOf({ url }: Request): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
}
