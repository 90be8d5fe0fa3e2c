/** D1's face over node:sqlite, so that a benchmark runs the project's own statements over a million books. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** The part of D1 that the project's stores use. */
export function d1Over(database: DatabaseSync): D1Database {
  const statement = (sql: string, values: SQLInputValue[] = []) => ({
    bind: (...bound: SQLInputValue[]) => statement(sql, bound),
    run: () => ({ results: database.prepare(sql).all(...values) }),
  });
  const d1 = {
    prepare: (sql: string) => statement(sql),
    batch: async (statements: ReturnType<typeof statement>[]) => {
      database.exec("SAVEPOINT batch");
      const results = statements.map((one) => one.run());
      database.exec("RELEASE batch");
      return results;
    },
  };
  // A benchmark's stand-in: everything else of D1 is absent, and nothing here calls it.
  return d1 as unknown as D1Database;
}
