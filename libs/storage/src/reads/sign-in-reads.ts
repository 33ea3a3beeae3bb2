import type { AuditAction, AuditEntry, AuditQuery, BrowserSession, SignInReader } from '@dayferry/core';
import { placeholders, type Row, type Sql, type Value } from '../sql.js';

export function signInReads(sql: Sql): SignInReader {
  return {
    session: async (hash) => {
      const [row] = await sql.all('SELECT * FROM browser_session WHERE session_hash = ?', [hash]);
      return row ? toSession(row) : null;
    },
    auditEntries: async (query) => (await sql.all(...auditStatement(query))).map(toEntry),
    failures: async (hashes, now) => {
      const where = `failure_hash IN (${placeholders(hashes.length)}) AND until > ?`;
      const rows = await sql.all(`SELECT * FROM sign_in_failure WHERE ${where}`, [...hashes, now]);
      return new Map(
        rows.map((row) => [String(row.failure_hash), { count: Number(row.count), until: Number(row.until) }]),
      );
    },
  };
}

function toSession(row: Row): BrowserSession {
  return {
    hash: String(row.session_hash),
    userKey: String(row.user_key),
    credentialKey: String(row.credential_key),
    created: Number(row.created),
    expires: Number(row.expires),
  };
}

function auditStatement({ who, action, since, limit }: AuditQuery): [string, Value[]] {
  const conditions: [string, Value[]][] = [];
  if (who !== undefined) conditions.push(['(actor = ? OR subject = ?)', [who, who]]);
  if (action !== undefined) conditions.push(['action = ?', [action]]);
  if (since !== undefined) conditions.push(['at >= ?', [since]]);
  const where = conditions.length ? `WHERE ${conditions.map(([text]) => text).join(' AND ')}` : '';
  const values = conditions.flatMap(([, given]) => given);
  return [`SELECT * FROM audit_entry ${where} ORDER BY entry_key DESC LIMIT ${Math.trunc(limit)}`, values];
}

function toEntry(row: Row): AuditEntry {
  return {
    key: String(row.entry_key),
    at: Number(row.at),
    action: row.action as AuditAction,
    actor: String(row.actor),
    subject: String(row.subject),
    detail: JSON.parse(String(row.detail)) as AuditEntry['detail'],
    ...(row.ip === null ? {} : { ip: String(row.ip) }),
  };
}
