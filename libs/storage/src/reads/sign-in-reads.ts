import type { AuditAction, AuditEntry, AuditQuery, SignInReader } from '@dayferry/core';
import { placeholders, type Row, type Sql, type Value } from '../sql.js';

export function signInReads(sql: Sql): SignInReader {
  return {
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
