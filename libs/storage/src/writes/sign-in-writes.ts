import type { SignInWriter } from '@dayferry/core';
import type { Sql } from '../sql.js';
import { insert } from './upsert.js';

const longest = 320;

export function signInWrites(sql: Sql): SignInWriter {
  return {
    saveSession: ({ hash, userKey, credentialKey, created, expires }) => {
      const row = { session_hash: hash, user_key: userKey, credential_key: credentialKey, created, expires };
      return insert(sql, 'browser_session', row);
    },
    removeSession: async (hash) => {
      await sql.run('DELETE FROM browser_session WHERE session_hash = ?', [hash]);
    },
    removeSessionsOf: async (userKey) => {
      await sql.run('DELETE FROM browser_session WHERE user_key = ?', [userKey]);
    },
    removeExpiredSessions: async (now) => {
      await sql.run('DELETE FROM browser_session WHERE expires <= ?', [now]);
    },
    appendAudit: ({ key, at, action, actor, subject, detail, ip }) => {
      const row = {
        entry_key: key,
        at,
        action,
        actor: actor.slice(0, longest),
        subject: subject.slice(0, longest),
        detail: JSON.stringify(detail),
        ip: ip ?? null,
      };
      return insert(sql, 'audit_entry', row);
    },
    removeAuditBefore: (at) => sql.run('DELETE FROM audit_entry WHERE at < ?', [at]),
    noteFailure: async (hash, now, until) => {
      await sql.run('DELETE FROM sign_in_failure WHERE failure_hash = ? AND until <= ?', [hash, now]);
      const tail = sql.dialect === 'sqlite' ? 'ON CONFLICT (failure_hash) DO UPDATE SET' : 'ON DUPLICATE KEY UPDATE';
      const values = 'INSERT INTO sign_in_failure (failure_hash, count, until) VALUES (?, 1, ?)';
      await sql.run(`${values} ${tail} count = count + 1`, [hash, until]);
    },
    useNonce: async (hash, expires) => {
      const ignore = sql.dialect === 'sqlite' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
      return (await sql.run(`${ignore} INTO used_nonce (nonce_hash, expires) VALUES (?, ?)`, [hash, expires])) > 0;
    },
    removeOldNonces: async (now) => {
      await sql.run('DELETE FROM used_nonce WHERE expires <= ?', [now]);
    },
    removeOldFailures: async (now) => {
      await sql.run('DELETE FROM sign_in_failure WHERE until <= ?', [now]);
    },
  };
}
