/** The rules as the schema states them, read back from it: for schema/ACCESS.md, and for the test that none is missing. */
import { type GraphQLField, type GraphQLSchema, isObjectType } from "graphql";
import { opensJob } from "../jobs/loader.ts";

/** A field by its dotted name, or all fields of a type; `rule` is null where none is stated. */
export type Access = { name: string; rule: string | null };

/** The rule of each root field in the schema, and of each type and field below that states one. */
export function accessOf(schema: GraphQLSchema): Access[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .flatMap((type) => {
      if (!isObjectType(type)) return [];
      const ofType = ruleIn(type.extensions, type.name);
      const isRoot = ["Query", "Mutation", "Subscription"].includes(type.name);
      const fields = Object.values(type.getFields())
        .map((field) => ({ name: `${type.name}.${field.name}`, rule: ruleOf(field, type.name) }))
        .filter(({ rule }) => isRoot || rule !== null)
        .toSorted((one, other) => one.name.localeCompare(other.name));
      return ofType === null ? fields : [{ name: `${type.name}.*`, rule: ofType }, ...fields];
    });
}

/** What everybody may, in the words of the table. */
export const anybody = "anybody";

/** schema/ACCESS.md. */
export function accessTable(schema: GraphQLSchema): string {
  const stated = accessOf(schema).filter(({ rule }) => rule !== null);
  const closed = stated.filter(({ rule }) => rule !== anybody);
  const open = stated.filter(({ rule }) => rule === anybody);
  return `# Who may what

Written by \`npm run codegen\` from the rules in the schema; never edited. Every field that is not in the first table is
public. The roles are reader, editor and admin; each may all that those before it may.

${aligned([["field", "who"], ...closed.map(({ name, rule }) => [`\`${name}\``, rule ?? ""])])}

An id given to \`Query.node\` or \`Query.nodes\` opens a job for the user who started it only; other ids are public.

These change something, or watch, and are open to anybody by a rule of their own, within the rates of \`capabilities.limits\`:
${open.map(({ name }) => `\`${name}\``).join(", ")}.
`;
}

/** A table whose columns are as wide as their widest cell, the first row its header. */
function aligned(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const [head = [], ...body] = rows.map((row) => row.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)));
  return [head, head.map((cell) => "-".repeat(cell.length)), ...body].map(line).join("\n");
}

function ruleOf(field: GraphQLField<unknown, unknown>, typeName: string): string | null {
  return ruleIn(field.extensions, `${typeName}.${field.name}`);
}

/** Pothos keeps with every type and field how it was declared. */
function ruleIn({ pothosOptions: declared }: { pothosOptions?: unknown }, name: string): string | null {
  if (typeof declared !== "object" || declared === null || !("authScopes" in declared)) return null;
  const { authScopes: rule } = declared;
  if (rule === undefined) return null;
  if (rule === opensJob) return "who holds the job's token, or the user who started it";
  if (typeof rule === "object" && rule !== null && Object.keys(rule).length === 1) {
    if ("anybody" in rule && rule.anybody === true) return anybody;
    if ("role" in rule && typeof rule.role === "string") return `role ${rule.role}`;
  }
  throw new Error(`The rule of ${name} has no words yet`);
}
