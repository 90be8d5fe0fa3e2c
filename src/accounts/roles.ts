/** What a caller may do, in three steps: whoever holds a role holds those below it. */

export const roles = ["reader", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** A role and all that it includes. */
export function including(role: Role): Role[] {
  return roles.slice(0, roles.indexOf(role) + 1);
}

/** The roles among these words, with what they include. Words that are no role here mean nothing here. */
export function rolesIn(words: readonly string[]): Role[] {
  const named = roles.filter((role) => words.includes(role));
  return including(named.at(-1) ?? "reader");
}
