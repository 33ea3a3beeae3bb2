import { createHash } from 'node:crypto';
import { createToken } from '@dayferry/auth';
import type { SeriesDraft } from '@dayferry/core';
import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCore } from './core-over.js';

/** Values that are there, so that no plan ends in "impossible". */
const real = { calendar: '', user: '', id: '', uid: '', name: '', hash: '' };

const others = Array.from({ length: 40 }, (_, i) => ({ email: `u${i}@example.org` }));
const test = await startCore({ people: [{ email: 'alice@example.org' }, ...others] });
afterAll(() => test.close());

beforeAll(async () => {
  const { core, deps } = test;
  const open = await test.own('alice@example.org');
  const user = open.viewer.user!;
  await createToken(deps, user, { name: 'plans' });
  const draft = (i: number): SeriesDraft => ({
    kind: 'event',
    uid: `plan-${i}`,
    master: {
      start: { local: `2026-03-${String(1 + (i % 28)).padStart(2, '0')}T10:00:00`, zone: 'Etc/UTC' },
      title: 'x',
    },
    overrides: [],
  });
  const items = Array.from({ length: 200 }, (_, i) => ({
    ref: null,
    change: () => draft(i),
    options: { origin: 'v3' as const },
  }));
  const [first] = await core.events.writeMany(open, items);
  const { id } = first!.stored.head;
  const [credential] = await deps.store.reader.credentialsOf(user.key);
  await deps.store.write((tx) => tx.saveOauthRecord({ hash: credential!.hash, model: 'ConsumerSite', payload: '' }));
  Object.assign(real, {
    calendar: open.calendar.key,
    user: user.key,
    id,
    uid: sha256('plan-0'),
    name: sha256('plan-0.ics'),
    hash: credential!.hash,
  });
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** How the database means to answer, as text. */
async function planOf(sql: string): Promise<string> {
  if (test.database.url.startsWith('sqlite:')) {
    const connection = new Database(test.database.url.slice('sqlite:'.length), { readonly: true });
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    connection.close();
    return rows.map((row) => row.detail).join('\n');
  }
  const connection = await mysql.createConnection(test.database.url);
  const [rows] = await connection.query(`EXPLAIN ${sql}`);
  await connection.end();
  return (rows as { table: string; type: string; key: string | null }[])
    .map((row) => `${row.table} ${row.type} ${row.key}`)
    .join('\n');
}

const join = 'FROM series s JOIN series_body b ON b.calendar_key = s.calendar_key AND b.series_key = s.series_key';
const march = [Date.UTC(2026, 2, 2), Date.UTC(2026, 2, 9)];

/** Every statement of a hot path, with the index that must answer it. `{x}` is a value that is there. */
const statements: [what: string, sql: string, index: RegExp][] = [
  ['an object by id', `SELECT b.ical ${join} WHERE s.calendar_key = '{calendar}' AND s.id = '{id}'`, /series_id/],
  [
    'an object by uid',
    `SELECT b.ical ${join} WHERE s.calendar_key = '{calendar}' AND s.live_uid = '{uid}'`,
    /series_live_uid/,
  ],
  [
    'an object by name',
    `SELECT b.ical ${join} WHERE s.calendar_key = '{calendar}' AND s.live_name = '{name}'`,
    /series_live_name/,
  ],
  [
    'changes since a number',
    "SELECT s.uid FROM series s WHERE s.calendar_key = '{calendar}' AND s.seq > 195 AND s.seq <= 201 ORDER BY s.seq LIMIT 10",
    /series_seq/,
  ],
  [
    'a window of time',
    `SELECT s.uid FROM series s WHERE s.calendar_key = '{calendar}' AND s.is_deleted = 0 AND s.start_utc < ${march[1]} AND s.end_utc > ${march[0]}`,
    /series_time|series_\w+|PRIMARY/,
  ],
  [
    'instances in a window',
    `SELECT i.series_key, s.seq FROM instance i CROSS JOIN series s ON s.calendar_key = i.calendar_key AND s.series_key = i.series_key WHERE i.calendar_key = '{calendar}' AND i.lane = 0 AND i.start_utc >= ${march[0]} AND i.start_utc < ${march[1]} AND i.state <= 0 AND s.is_deleted + 0 = 0`,
    /^(?=.*\bi .*PRIMARY)(?=.*\bs .*(?:PRIMARY|sqlite_autoindex_series_1))/s,
  ],
  [
    'busy times in a window',
    `SELECT i.start_utc, MAX(i.end_utc) FROM instance i WHERE i.calendar_key IN ('{calendar}') AND i.lane = 0 AND i.start_utc >= ${march[0]} AND i.start_utc < ${march[1]} AND i.busy > 0 GROUP BY i.calendar_key, i.start_utc`,
    /PRIMARY/,
  ],
  [
    'what the time index does not reach',
    `SELECT s.series_key FROM series s WHERE s.calendar_key IN ('{calendar}') AND s.covered_until < ${march[1]} AND s.start_utc <= ${march[1]} AND s.end_utc >= ${march[0]} AND s.is_deleted + 0 = 0`,
    /series_covered_until/,
  ],
  ['rules of a calendar', "SELECT * FROM acl_rule WHERE calendar_key IN ('{calendar}')", /acl_rule|PRIMARY/],
  [
    'a list entry',
    "SELECT * FROM calendar_list_entry WHERE user_key = '{user}' AND calendar_key = '{calendar}'",
    /calendar_list_entry|PRIMARY/,
  ],
  ['a user by address', "SELECT * FROM principal WHERE email = 'alice@example.org'", /principal_email/],
  ['a credential by its hash', "SELECT * FROM credential WHERE hash = '{hash}'", /credential_hash/],
  [
    'a program of AuthSub by its site',
    "SELECT * FROM oauth_record WHERE record_hash = '{hash}'",
    /sqlite_autoindex_oauth_record_1|PRIMARY/,
  ],
];

describe('query plans', () => {
  it.each(statements)('%s comes from an index', async (_what, sql, index) => {
    const plan = await planOf(sql.replaceAll(/\{(\w+)\}/g, (_all, name: keyof typeof real) => real[name]));
    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/SCAN (?!CONSTANT)|\bALL\b|TEMP B-TREE/);
  });
});
