import type { StoreWriter } from '@dayferry/core';
import type { Sql } from '../sql.js';
import { insert, upsert } from './upsert.js';

type SharingWrites = Pick<
  StoreWriter,
  'setDelegates' | 'saveInvitation' | 'removeInvitation' | 'saveShareNotice' | 'removeShareNotice'
>;

/** Delegates count for access, and notices for what a home shows: both are remembered by the directory's version. */
export function sharingWrites(sql: Sql, touched: () => void): SharingWrites {
  return {
    setDelegates: async (ownerKey, role, delegateKeys) => {
      touched();
      await sql.run('DELETE FROM delegation WHERE owner_key = ? AND role = ?', [ownerKey, role]);
      for (const delegateKey of new Set(delegateKeys))
        await insert(sql, 'delegation', { owner_key: ownerKey, role, delegate_key: delegateKey });
    },
    saveInvitation: ({ key, calendarKey, userKey, role, state, title, ownTitle }) => {
      touched();
      const row = {
        calendar_key: calendarKey,
        user_key: userKey,
        invitation_key: key,
        role,
        state,
        title: title ?? null,
        own_title: ownTitle ?? null,
      };
      return upsert(sql, 'share_invitation', row, ['calendar_key', 'user_key']);
    },
    removeInvitation: async (calendarKey, userKey) => {
      touched();
      await sql.run('DELETE FROM share_invitation WHERE calendar_key = ? AND user_key = ?', [calendarKey, userKey]);
    },
    saveShareNotice: ({ userKey, name, calendarKey, version, created, content }) => {
      touched();
      const row = {
        user_key: userKey,
        name,
        calendar_key: calendarKey,
        version,
        created,
        content: JSON.stringify(content),
      };
      return upsert(sql, 'share_notice', row, ['user_key', 'name']);
    },
    removeShareNotice: async (userKey, name) => {
      touched();
      return (await sql.run('DELETE FROM share_notice WHERE user_key = ? AND name = ?', [userKey, name])) > 0;
    },
  };
}
