import type { SmallCollection } from '@dayferry/core';
import type { Sql } from '../sql.js';

/** Removals further back than this many changes may be forgotten: whoever asks from before then starts afresh. */
const remembered = 1_000;

/** Raises the change number of a small collection by one relative statement and returns it. */
export async function raise(sql: Sql, ownerKey: string, collection: SmallCollection): Promise<number> {
  const tail =
    sql.dialect === 'sqlite' ? 'ON CONFLICT (owner_key, collection) DO UPDATE SET' : 'ON DUPLICATE KEY UPDATE';
  await sql.run(
    `INSERT INTO collection_sync (owner_key, collection, seq, min_seq) VALUES (?, ?, 1, 0) ${tail} seq = seq + 1`,
    [ownerKey, collection],
  );
  const where = 'owner_key = ? AND collection = ?';
  const [row] = await sql.all(`SELECT seq FROM collection_sync WHERE ${where}`, [ownerKey, collection]);
  return Number(row!.seq);
}

/** Forgets what was removed long ago: `gone` deletes it up to a change number. */
export async function forgetOld(
  sql: Sql,
  of: { ownerKey: string; collection: SmallCollection; seq: number },
  gone: (upTo: number) => Promise<number>,
): Promise<void> {
  const upTo = of.seq - remembered;
  if (upTo <= 0 || (await gone(upTo)) === 0) return;
  await sql.run('UPDATE collection_sync SET min_seq = ? WHERE owner_key = ? AND collection = ?', [
    upTo,
    of.ownerKey,
    of.collection,
  ]);
}
