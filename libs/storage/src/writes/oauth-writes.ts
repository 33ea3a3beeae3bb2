import type { OauthEnding, OauthWriter } from '@dayferry/core';
import type { Sql, Value } from '../sql.js';
import { upsert } from './upsert.js';

/** `touched`: what ends here may be known to caches of credentials. */
export function oauthWrites(sql: Sql, touched: () => void): OauthWriter {
  return {
    saveOauthRecord: ({ hash, model, alias, clientId, userKey, grantId, payload, expires, consumed }) => {
      const row = {
        record_hash: hash,
        model,
        alias_hash: alias ?? null,
        client_id: clientId ?? null,
        user_key: userKey ?? null,
        grant_id: grantId ?? null,
        payload,
        expires: expires ?? null,
        consumed: consumed ?? null,
      };
      return upsert(sql, 'oauth_record', row, ['record_hash']);
    },
    lockOauthRecord: async (hash) =>
      (await sql.run('UPDATE oauth_record SET model = model WHERE record_hash = ?', [hash])) > 0,
    consumeOauthRecord: async (hash, at) =>
      (await sql.run('UPDATE oauth_record SET consumed = ? WHERE record_hash = ? AND consumed IS NULL', [at, hash])) >
      0,
    removeOauthRecord: async (hash) => {
      await sql.run('DELETE FROM oauth_record WHERE record_hash = ?', [hash]);
    },
    endOauthRecords: (which) => {
      touched();
      const [where, values] = conditionOf(which);
      return sql.run(`DELETE FROM oauth_record WHERE ${where}`, values);
    },
    removeExpiredOauthRecords: async (now) => {
      await sql.run('DELETE FROM oauth_record WHERE expires <= ?', [now]);
    },
  };
}

function conditionOf(which: OauthEnding): [string, Value[]] {
  if ('hash' in which) return ['record_hash = ?', [which.hash]];
  if ('grantId' in which) return ['grant_id = ?', [which.grantId]];
  if (!('userKey' in which)) return ['client_id = ?', [which.clientId]];
  return which.clientId === undefined
    ? ['user_key = ?', [which.userKey]]
    : ['user_key = ? AND client_id = ?', [which.userKey, which.clientId]];
}
