import { createHash } from 'node:crypto';
import type { AddedServiceAccount } from './service-accounts.js';

/** The file that v3's libraries read, in its usual shape. */
export function keyFile({ account, privateKey }: AddedServiceAccount, publicUrl: string): object {
  const { email, keyId, userKey } = account;
  return {
    type: 'service_account',
    project_id: email.slice(email.lastIndexOf('@') + 1),
    private_key_id: keyId,
    private_key: privateKey,
    client_email: email,
    // Libraries expect digits.
    client_id: BigInt(`0x${createHash('sha256').update(userKey).digest('hex').slice(0, 16)}`).toString(),
    auth_uri: `${publicUrl}/o/oauth2/auth`,
    token_uri: `${publicUrl}/token`,
    universe_domain: 'googleapis.com',
  };
}
