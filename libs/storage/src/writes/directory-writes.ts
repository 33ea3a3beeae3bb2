import type { Principal, StoreWriter } from '@dayferry/core';
import type { Sql } from '../sql.js';
import { raise } from './collection-sync.js';
import { insert, upsert } from './upsert.js';

type DirectoryWrites = Pick<
  StoreWriter,
  | 'saveOrganisation'
  | 'savePrincipal'
  | 'removePrincipal'
  | 'setGroupMembers'
  | 'saveCredential'
  | 'removeCredential'
  | 'touchCredential'
>;

const perPrincipal = [
  ['calendar_list_entry', 'user_key'],
  ['group_member', 'member_key'],
  ['group_member', 'group_key'],
  ['delegation', 'owner_key'],
  ['delegation', 'delegate_key'],
  ['share_invitation', 'user_key'],
  ['share_notice', 'user_key'],
  ['resource_property', 'scope_key'],
  ['setting_change', 'user_key'],
  ['inbox_message', 'user_key'],
  ['browser_session', 'user_key'],
  ['oauth_record', 'user_key'],
  ['collection_sync', 'owner_key'],
  ['principal', 'principal_key'],
];

/** `touched` is called by every write that changes what directory caches hold. */
export function directoryWrites(sql: Sql, touched: () => void): DirectoryWrites {
  return {
    saveOrganisation: ({ key, domain, name, inboxDays, legacyDoors }) => {
      touched();
      const doors = legacyDoors === undefined ? null : JSON.stringify(legacyDoors);
      const row = { organisation_key: key, domain, name, inbox_days: inboxDays, legacy_doors: doors };
      return upsert(sql, 'organisation', row, ['organisation_key']);
    },
    savePrincipal: async (principal) => {
      touched();
      await stampSettings(sql, principal);
      const { key, organisationKey, kind, email, name, isAdmin, created, settings } = principal;
      const row = {
        principal_key: key,
        organisation_key: organisationKey,
        kind,
        email,
        name,
        is_admin: isAdmin ? 1 : 0,
        created,
        settings: JSON.stringify(settings),
      };
      return upsert(sql, 'principal', row, ['principal_key']);
    },
    removePrincipal: async (key) => {
      touched();
      for (const [table, column] of perPrincipal) await sql.run(`DELETE FROM ${table} WHERE ${column} = ?`, [key]);
    },
    setGroupMembers: async (groupKey, memberKeys) => {
      touched();
      await sql.run('DELETE FROM group_member WHERE group_key = ?', [groupKey]);
      for (const memberKey of new Set(memberKeys))
        await insert(sql, 'group_member', { group_key: groupKey, member_key: memberKey });
    },
    saveCredential: ({ key, userKey, kind, name, hash, scopes, protocols, calendars, created, expires, lastUsed }) => {
      touched();
      const row = {
        credential_key: key,
        user_key: userKey,
        kind,
        name,
        hash,
        scopes: JSON.stringify(scopes),
        protocols: protocols ? JSON.stringify(protocols) : null,
        calendars: calendars ? JSON.stringify(calendars) : null,
        created,
        expires: expires ?? null,
        last_used: lastUsed ?? null,
      };
      return upsert(sql, 'credential', row, ['credential_key']);
    },
    removeCredential: async (key) => {
      touched();
      return (await sql.run('DELETE FROM credential WHERE credential_key = ?', [key])) > 0;
    },
    touchCredential: async (key, lastUsed) => {
      await sql.run('UPDATE credential SET last_used = ? WHERE credential_key = ?', [lastUsed, key]);
    },
  };
}

/** Gives the settings that a save changes a change number of their own, all the same one. */
async function stampSettings(sql: Sql, { key, settings }: Principal): Promise<void> {
  const [row] = await sql.all('SELECT settings FROM principal WHERE principal_key = ?', [key]);
  const before = row ? (JSON.parse(String(row.settings)) as Principal['settings']) : {};
  const names = new Set([...Object.keys(before), ...Object.keys(settings)]);
  const changed = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(settings[name]));
  if (changed.length === 0) return;
  const seq = await raise(sql, key, 'settings');
  for (const name of changed) await upsert(sql, 'setting_change', { user_key: key, name, seq }, ['user_key', 'name']);
}
