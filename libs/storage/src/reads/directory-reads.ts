import type { AclRule, Credential, Organisation, Principal, StoreReader } from '@dayferry/core';
import { inChunks, placeholders, type Row, type Sql } from '../sql.js';

type DirectoryReads = Pick<
  StoreReader,
  | 'directoryVersion'
  | 'organisationByDomain'
  | 'organisations'
  | 'principal'
  | 'principalsByKey'
  | 'principalByEmail'
  | 'principalsByEmail'
  | 'principals'
  | 'principalsOf'
  | 'membersOf'
  | 'primariesSharedWith'
  | 'groupsOf'
  | 'settingChanges'
  | 'credentialsOf'
  | 'credentialByHash'
>;

export function directoryReads(sql: Sql): DirectoryReads {
  const one = async <T>(statement: string, value: string, map: (row: Row) => T): Promise<T | null> => {
    const [row] = await sql.all(statement, [value]);
    return row ? map(row) : null;
  };
  return {
    directoryVersion: async () =>
      Number((await sql.all('SELECT directory_version FROM store_state WHERE id = 1'))[0]?.directory_version),
    organisationByDomain: (domain) => one('SELECT * FROM organisation WHERE domain = ?', domain, toOrganisation),
    organisations: async () => (await sql.all('SELECT * FROM organisation ORDER BY domain')).map(toOrganisation),
    principal: (key) => one('SELECT * FROM principal WHERE principal_key = ?', key, toPrincipal),
    principalsByKey: (keys) =>
      inChunks(keys, async (chunk) => {
        const where = `principal_key IN (${placeholders(chunk.length)})`;
        return (await sql.all(`SELECT * FROM principal WHERE ${where}`, chunk)).map(toPrincipal);
      }),
    principalByEmail: (email) => one('SELECT * FROM principal WHERE email = ?', email, toPrincipal),
    principalsByEmail: (emails) =>
      inChunks(emails, async (chunk) => {
        const rows = await sql.all(`SELECT * FROM principal WHERE email IN (${placeholders(chunk.length)})`, chunk);
        return rows.map(toPrincipal);
      }),
    principals: async (kind) => {
      const rows = await (kind
        ? sql.all('SELECT * FROM principal WHERE kind = ? ORDER BY email', [kind])
        : sql.all('SELECT * FROM principal ORDER BY email'));
      return rows.map(toPrincipal);
    },
    principalsOf: async (organisationKey) => {
      const where = 'organisation_key = ? ORDER BY email';
      return (await sql.all(`SELECT * FROM principal WHERE ${where}`, [organisationKey])).map(toPrincipal);
    },
    membersOf: async (groupKey) => {
      const join = 'group_member m JOIN principal p ON p.principal_key = m.member_key';
      const rows = await sql.all(`SELECT p.* FROM ${join} WHERE m.group_key = ? ORDER BY p.email`, [groupKey]);
      return rows.map(toPrincipal);
    },
    primariesSharedWith: (emails) => inChunks(emails, (chunk) => sharedPrimaries(sql, chunk)),
    groupsOf: async (userKey) => {
      const rows = await sql.all(
        'SELECT p.email FROM group_member m JOIN principal p ON p.principal_key = m.group_key WHERE m.member_key = ?',
        [userKey],
      );
      return rows.map((row) => String(row.email));
    },
    settingChanges: async (userKey, since) => {
      const rows = await sql.all('SELECT name FROM setting_change WHERE user_key = ? AND seq > ?', [userKey, since]);
      return rows.map((row) => String(row.name));
    },
    credentialsOf: async (userKey) => {
      const rows = await sql.all('SELECT * FROM credential WHERE user_key = ? ORDER BY credential_key', [userKey]);
      return rows.map(toCredential);
    },
    credentialByHash: (hash) => one('SELECT * FROM credential WHERE hash = ?', hash, toCredential),
  };
}

async function sharedPrimaries(sql: Sql, emails: string[]): Promise<{ owner: Principal; role: AclRule['role'] }[]> {
  const from =
    'acl_rule r JOIN calendar c ON c.calendar_key = r.calendar_key JOIN principal p ON p.principal_key = c.owner_key';
  const scope = `r.scope_type IN ('user', 'group') AND r.scope_value IN (${placeholders(emails.length)})`;
  const rows = await sql.all(
    `SELECT p.*, r.role FROM ${from} WHERE ${scope} AND r.role <> 'none' AND c.kind = 'primary'`,
    emails,
  );
  return rows.map((row) => ({ owner: toPrincipal(row), role: row.role as AclRule['role'] }));
}

function toOrganisation(row: Row): Organisation {
  return {
    key: String(row.organisation_key),
    domain: String(row.domain),
    name: String(row.name),
    inboxDays: Number(row.inbox_days),
    ...(row.legacy_doors === null
      ? {}
      : { legacyDoors: JSON.parse(String(row.legacy_doors)) as Organisation['legacyDoors'] }),
  };
}

function toPrincipal(row: Row): Principal {
  return {
    key: String(row.principal_key),
    organisationKey: String(row.organisation_key),
    kind: row.kind as Principal['kind'],
    email: String(row.email),
    name: String(row.name),
    isAdmin: row.is_admin === 1,
    created: Number(row.created),
    settings: JSON.parse(String(row.settings)) as Principal['settings'],
  };
}

function toCredential(row: Row): Credential {
  return {
    key: String(row.credential_key),
    userKey: String(row.user_key),
    kind: row.kind as Credential['kind'],
    name: String(row.name),
    hash: String(row.hash),
    scopes: JSON.parse(String(row.scopes)) as string[],
    ...(row.protocols === null ? {} : { protocols: JSON.parse(String(row.protocols)) as Credential['protocols'] }),
    ...(row.calendars === null ? {} : { calendars: JSON.parse(String(row.calendars)) as string[] }),
    created: Number(row.created),
    ...(row.expires === null ? {} : { expires: Number(row.expires) }),
    ...(row.last_used === null ? {} : { lastUsed: Number(row.last_used) }),
  };
}
