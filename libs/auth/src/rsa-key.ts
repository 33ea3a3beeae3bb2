import { createPublicKey, type KeyObject } from 'node:crypto';
import { invalidInput } from '@dayferry/core';

/**
 * An RSA public key as SPKI in PEM, from one or from a certificate that holds one. InvalidInput at `path` for a private key,
 * other kinds, and fewer bits.
 */
export function readRsaKey(pem: string, { path, bits }: { path: string; bits: number }): string {
  if (pem.includes('PRIVATE KEY')) throw invalidInput(path, 'That is a private key; give its public half only.');
  const key = keyIn(pem);
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < bits)
    throw invalidInput(path, `That is no public key or certificate for RSA with ${bits} bits or more, in PEM.`);
  return key.export({ type: 'spki', format: 'pem' }) as string;
}

function keyIn(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}
