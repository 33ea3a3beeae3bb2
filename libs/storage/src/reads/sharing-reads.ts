import type { Delegation, ShareInvitation, ShareNotice, StoreReader } from '@dayferry/core';
import { inChunks, placeholders, type Row, type Sql } from '../sql.js';

type SharingReads = Pick<
  StoreReader,
  'delegatesOf' | 'delegationsTo' | 'invitationsTo' | 'invitationsOf' | 'shareNotices'
>;

export function sharingReads(sql: Sql): SharingReads {
  return {
    delegatesOf: async (ownerKey) =>
      (await sql.all('SELECT * FROM delegation WHERE owner_key = ? ORDER BY delegate_key', [ownerKey])).map(
        toDelegation,
      ),
    delegationsTo: async (userKey) => {
      const groups = 'SELECT group_key FROM group_member WHERE member_key = ?';
      const rows = await sql.all(
        `SELECT owner_key, role, MIN(delegate_key) AS delegate_key FROM delegation
         WHERE delegate_key = ? OR delegate_key IN (${groups}) GROUP BY owner_key, role`,
        [userKey, userKey],
      );
      return rows.map(toDelegation);
    },
    invitationsTo: (calendarKeys) =>
      inChunks(calendarKeys, async (chunk) => {
        const where = `calendar_key IN (${placeholders(chunk.length)}) ORDER BY calendar_key, invitation_key`;
        return (await sql.all(`SELECT * FROM share_invitation WHERE ${where}`, chunk)).map(toInvitation);
      }),
    invitationsOf: async (userKey) =>
      (await sql.all('SELECT * FROM share_invitation WHERE user_key = ?', [userKey])).map(toInvitation),
    shareNotices: async (userKey) => {
      const rows = await sql.all('SELECT * FROM share_notice WHERE user_key = ? ORDER BY created, name', [userKey]);
      return rows.map(toNotice);
    },
  };
}

function toDelegation(row: Row): Delegation {
  return {
    ownerKey: String(row.owner_key),
    delegateKey: String(row.delegate_key),
    role: row.role as Delegation['role'],
  };
}

function toInvitation(row: Row): ShareInvitation {
  return {
    key: String(row.invitation_key),
    calendarKey: String(row.calendar_key),
    userKey: String(row.user_key),
    role: row.role as ShareInvitation['role'],
    state: row.state as ShareInvitation['state'],
    ...(row.title === null ? {} : { title: String(row.title) }),
    ...(row.own_title === null ? {} : { ownTitle: String(row.own_title) }),
  };
}

function toNotice(row: Row): ShareNotice {
  return {
    userKey: String(row.user_key),
    name: String(row.name),
    calendarKey: String(row.calendar_key),
    version: String(row.version),
    created: Number(row.created),
    content: JSON.parse(String(row.content)) as ShareNotice['content'],
  };
}
