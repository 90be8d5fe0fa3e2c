/** Who may open a job: whoever holds one of its tokens, or the user who started it. Kept in the job object's SQLite. */
import { sameHash } from "../platform/secret.ts";
import { renewalMs, tokenLifetimeMs } from "./token.ts";

/** What somebody comes to a job with: a token's hash, and who they are when they signed in. */
export type JobKey = { tokenHash: string | null; owner: string | null };

/** Who may open a new job; `owner` is the id of the user who started it, null for anybody else. */
export type NewAccess = { tokenHash: string; reportKey: string; owner: string | null };

/** A key that fits: `until` is when its token expires, in milliseconds; null for the owner, who needs none. */
export type Opening = { until: number | null };

/** What became of an exchange: `expiresAt`, in milliseconds, is the new token's, or the old one's that is too fresh. */
export type Renewal = { isRenewed: boolean; expiresAt: number };

const tables = `
  CREATE TABLE IF NOT EXISTS access (owner TEXT, report_key TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, renewed_from TEXT);`;

type TokenRow = { hash: string; expires_at: number };
type AccessRow = { owner: string | null; report_key: string };

/** No hash is this: a job that is not there is compared with it, so that it takes the same work as one that is. */
const nobody = "0".repeat(64);

export class JobAccess {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The job's first token, its report's key, and its owner. */
  grant({ tokenHash, reportKey, owner }: NewAccess, createdAt: number): void {
    this.#sql.exec(tables);
    this.#sql.exec("INSERT INTO access (owner, report_key) VALUES (?, ?)", owner, reportKey);
    this.#keep(tokenHash, createdAt + tokenLifetimeMs, null);
  }

  /** Whether a key fits. */
  opening({ tokenHash, owner }: JobKey, now: number): Opening | null {
    const isOwner = sameHash(this.#access()?.owner ?? nobody, owner ?? "");
    const token = this.#token(tokenHash ?? "", now);
    if (isOwner) return { until: null };
    return token && { until: token.expires_at };
  }

  /**
   * Exchanges a token for a new one. The old one opens the job until it expires, so that an answer that was lost can be
   * asked for again; what that answer gave no longer opens anything then. Null when the token opens nothing.
   */
  renew(tokenHash: string, newHash: string, now: number): Renewal | null {
    const token = this.#token(tokenHash, now);
    if (!token) return null;
    if (now < token.expires_at - renewalMs) return { isRenewed: false, expiresAt: token.expires_at };
    this.#sql.exec("DELETE FROM tokens WHERE renewed_from = ? OR expires_at <= ?", tokenHash, now);
    const expiresAt = now + tokenLifetimeMs;
    this.#keep(newHash, expiresAt, tokenHash);
    return { isRenewed: true, expiresAt };
  }

  /** The key in the link to the job's report, which lasts as long as the job. */
  reportKey(): string {
    return this.#access()?.report_key ?? "";
  }

  #access(): AccessRow | undefined {
    return this.#rows<AccessRow>("SELECT owner, report_key FROM access")[0];
  }

  #token(hash: string, now: number): TokenRow | null {
    const tokens = this.#rows<TokenRow>("SELECT hash, expires_at FROM tokens");
    if (tokens.length === 0) tokens.push({ hash: nobody, expires_at: 0 });
    // All are compared, so that the time does not tell which one was met.
    const met = tokens.filter((token) => sameHash(token.hash, hash));
    return met.find((token) => token.expires_at > now) ?? null;
  }

  #keep(hash: string, expiresAt: number, renewedFrom: string | null): void {
    const values = [hash, expiresAt, renewedFrom];
    this.#sql.exec("INSERT INTO tokens (hash, expires_at, renewed_from) VALUES (?, ?, ?)", ...values);
  }

  /** None where nothing was ever granted: of an id that nobody gave nothing may be written either. */
  #rows<Row extends Record<string, SqlStorageValue>>(sql: string): Row[] {
    const [known] = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'tokens'").toArray();
    return known ? this.#sql.exec<Row>(sql).toArray() : [];
  }
}
