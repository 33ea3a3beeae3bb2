import type { CoreDependencies } from '@dayferry/core';
import { endAccess } from './end-access.js';
import { recordHash } from './record-hash.js';

/** Ends what an access or refresh token was issued under. False when nobody knows it; that costs two reads. */
export async function revokeByPossession(
  deps: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>,
  token: string,
): Promise<boolean> {
  const { reader } = deps.store;
  const access = await reader.oauthRecord(recordHash('AccessToken', token));
  const record = access ?? (await reader.oauthRecord(recordHash('RefreshToken', token)));
  return record !== null && deps.store.write((tx) => endAccess(deps, tx, record));
}
