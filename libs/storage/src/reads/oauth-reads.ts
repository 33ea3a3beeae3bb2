import type { OauthReader, OauthRecord, OauthSelection } from '@dayferry/core';
import type { Row, Sql, Value } from '../sql.js';

export function oauthReads(sql: Sql): OauthReader {
  const one = async (column: string, hash: string): Promise<OauthRecord | null> => {
    const [row] = await sql.all(`SELECT * FROM oauth_record WHERE ${column} = ?`, [hash]);
    return row ? toRecord(row) : null;
  };
  return {
    oauthRecord: (hash) => one('record_hash', hash),
    oauthRecordByAlias: (alias) => one('alias_hash', alias),
    oauthRecords: async (selection) => (await sql.all(...statement(selection))).map(toRecord),
  };
}

function statement({ model, userKey, clientId }: OauthSelection): [string, Value[]] {
  const conditions: [string, string][] = [['model', model]];
  if (userKey !== undefined) conditions.push(['user_key', userKey]);
  if (clientId !== undefined) conditions.push(['client_id', clientId]);
  const where = conditions.map(([column]) => `${column} = ?`).join(' AND ');
  return [`SELECT * FROM oauth_record WHERE ${where} ORDER BY record_hash`, conditions.map(([, value]) => value)];
}

function toRecord(row: Row): OauthRecord {
  const text = (name: string): string | undefined => (row[name] === null ? undefined : String(row[name]));
  const number = (name: string): number | undefined => (row[name] === null ? undefined : Number(row[name]));
  return {
    hash: String(row.record_hash),
    model: String(row.model),
    alias: text('alias_hash'),
    clientId: text('client_id'),
    userKey: text('user_key'),
    grantId: text('grant_id'),
    payload: String(row.payload),
    expires: number('expires'),
    consumed: number('consumed'),
  };
}
