import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The shared secrets of OAuth 1.0, which its HMAC needs as they are. They are made from the settings' secret and from names
 * that are no secrets, whenever they are needed; so the store has nothing of them.
 */
export class LegacyKeys {
  /** Whether other processes, and this one after a restart, make the same secrets. */
  readonly areLasting: boolean;
  private readonly master: Buffer;

  /** `secret`: of the settings; with an empty one the keys are this process's own. */
  constructor(secret: string) {
    this.areLasting = secret !== '';
    this.master = Buffer.from(hkdfSync('sha256', secret || randomBytes(32), '', 'dayferry oauth 1.0', 32));
  }

  ofToken(token: string): string {
    return this.derive('token', token);
  }

  /** `salt`: another one with each registration. */
  ofConsumer(key: string, salt: string): string {
    return this.derive('consumer', key, salt);
  }

  private derive(...names: string[]): string {
    return createHmac('sha256', this.master).update(JSON.stringify(names)).digest('base64url');
  }
}
