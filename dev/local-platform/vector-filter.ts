/** Vectorize's metadata filter: https://developers.cloudflare.com/vectorize/reference/metadata-filtering/. */

export type Value = string | number | boolean | null;
export type Metadata = Record<string, Value>;
type Condition =
  | Value
  | Partial<Record<"$eq" | "$ne" | "$lt" | "$lte" | "$gt" | "$gte", Value> & Record<"$in" | "$nin", Value[]>>;
export type Filter = Record<string, Condition>;

/** Whether metadata meets every condition of a filter. A field that is missing meets only $ne and $nin. */
export function holds(filter: Filter, metadata: Metadata): boolean {
  return Object.entries(filter).every(([field, condition]) => {
    const value = metadata[field] ?? null;
    if (condition === null || typeof condition !== "object") return value === condition;
    const { $eq, $ne, $in, $nin, $lt, $lte, $gt, $gte } = condition;
    return (
      ($eq === undefined || value === $eq) &&
      ($ne === undefined || value !== $ne) &&
      ($in === undefined || $in.includes(value)) &&
      ($nin === undefined || !$nin.includes(value)) &&
      compares(value, $lt, (one, other) => one < other) &&
      compares(value, $lte, (one, other) => one <= other) &&
      compares(value, $gt, (one, other) => one > other) &&
      compares(value, $gte, (one, other) => one >= other)
    );
  });
}

function compares(
  value: Value,
  bound: Value | undefined,
  isMet: (value: number | string, bound: number | string) => boolean,
): boolean {
  if (bound === undefined) return true;
  if (typeof value === "number" && typeof bound === "number") return isMet(value, bound);
  return typeof value === "string" && typeof bound === "string" && isMet(value, bound);
}
