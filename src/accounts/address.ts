/** Where a request comes from, as far as it can be believed. */

/**
 * The caller's network. Only the header that Cloudflare sets is read, and Cloudflare drops the client's own; whatever
 * proxies may claim (X-Forwarded-For and its like) anybody can write. Without it there is one machine only.
 */
export function networkOf(request: Request): string {
  return widened(request.headers.get("cf-connecting-ip") ?? "local");
}

/** Whoever has IPv6 has a /64 of addresses (RFC 6177) and must not have as many limits; an IPv4 address is itself. */
function widened(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [left = [], right = []] = address
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16)).join(":");
}
