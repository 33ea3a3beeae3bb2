import type { StoreWriter } from '@dayferry/core';
import type { Sql } from '../sql.js';
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

/** `touched` is called by every write that changes what directory caches hold. */
export function directoryWrites(sql: Sql, touched: () => void): DirectoryWrites {
  return {
    saveOrganisation: ({ key, domain, name }) => {
      touched();
      return upsert(sql, 'organisation', { organisation_key: key, domain, name }, ['organisation_key']);
    },
    savePrincipal: (principal) => {
      touched();
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
      await sql.run('DELETE FROM calendar_list_entry WHERE user_key = ?', [key]);
      await sql.run('DELETE FROM group_member WHERE member_key = ?', [key]);
      await sql.run('DELETE FROM group_member WHERE group_key = ?', [key]);
      await sql.run('DELETE FROM principal WHERE principal_key = ?', [key]);
    },
    setGroupMembers: async (groupKey, memberKeys) => {
      touched();
      await sql.run('DELETE FROM group_member WHERE group_key = ?', [groupKey]);
      for (const memberKey of new Set(memberKeys))
        await insert(sql, 'group_member', { group_key: groupKey, member_key: memberKey });
    },
    saveCredential: ({ key, userKey, kind, name, hash, scopes, created, expires, lastUsed }) => {
      touched();
      const row = {
        credential_key: key,
        user_key: userKey,
        kind,
        name,
        hash,
        scopes: JSON.stringify(scopes),
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
