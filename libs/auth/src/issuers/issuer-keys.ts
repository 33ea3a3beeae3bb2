import type { Clock } from '@dayferry/core';
import { createLocalJWKSet, errors, type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters } from 'jose';
import { readWhole } from '../read-whole.js';
import { Fetched } from './fetched.js';

const [patience, mostBytes] = [5_000, 512 * 1024];

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** The keys of an issuer, followed as it changes them. A token with a key that nobody knows has them read again, now and then. */
export class IssuerKeys {
  private readonly keys: Fetched<KeySet>;

  constructor(address: () => Promise<string>, clock: Clock) {
    this.keys = new Fetched(async () => createLocalJWKSet((await readJson(await address())) as JSONWebKeySet), clock);
  }

  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const known = await this.keys.get();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await this.keys.renewed())(header, token);
    }
  };
}

async function readJson(address: string): Promise<unknown> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(patience) });
  if (!answer.ok || !answer.body) throw new Error(`${address} answers ${answer.status}`);
  const body = await readWhole(answer.body as AsyncIterable<Uint8Array>, mostBytes);
  if (!body) throw new Error(`${address} is too long`);
  return JSON.parse(body.toString('utf8'));
}
