import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import {
  DayferryError,
  type Credential,
  type Principal,
  type Store,
  type StoreReader,
  type StoreWriter,
} from '@dayferry/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Issuers } from './issuers/issuers.js';
import { Authenticator, issueCredential, newSecret, verifySecret } from './index.js';

const user = (key: string, email: string): Principal => ({
  key,
  organisationKey: 'o',
  kind: 'user',
  email,
  name: email,
  isAdmin: false,
  created: 0,
  settings: {},
});

/** Just the directory's side of a store, in memory; counts its reads. */
class MemoryDirectory {
  users = [user('u1', 'alice@example.org'), user('u2', 'jörg@example.org')];
  credentials: Credential[] = [];
  version = 1;
  reads: string[] = [];
  touched: [string, number][] = [];
  isBroken = false;

  private read<T>(name: string, value: T): Promise<T> {
    this.reads.push(name);
    return this.isBroken ? Promise.reject(new DayferryError('unavailable', 'down')) : Promise.resolve(value);
  }

  audited: string[] = [];
  appendAudit = (entry: { action: string }) => Promise.resolve(void this.audited.push(entry.action));
  noteFailure = () => Promise.resolve();

  reader = {
    failures: () => Promise.resolve(new Map()),
    directoryVersion: () => this.read('version', this.version),
    principal: (key: string) => this.read('principal', this.users.find((one) => one.key === key) ?? null),
    principalByEmail: (email: string) => this.read('email', this.users.find((one) => one.email === email) ?? null),
    credentialsOf: (key: string) =>
      this.read(
        'credentials',
        this.credentials.filter((one) => one.userKey === key),
      ),
    oauthRecord: () => this.read('oauth', null),
    credentialByHash: (hash: string) => this.read('hash', this.credentials.find((one) => one.hash === hash) ?? null),
  } as unknown as StoreReader;

  touchCredential = (key: string, now: number): Promise<void> => {
    this.touched.push([key, now]);
    return this.isBroken ? Promise.reject(new Error('down')) : Promise.resolve();
  };

  store = {
    reader: this.reader,
    write: (fn: (tx: StoreWriter) => unknown) => fn(this as unknown as StoreWriter),
  } as Store;
}

let directory: MemoryDirectory;
let authenticator: Authenticator;
let comparisons: string[];
let now: number;

async function add(kind: Credential['kind'], extra: Partial<Parameters<typeof issueCredential>[3]> = {}, owner = 'u1') {
  let next = directory.credentials.length;
  const ids = { key: () => `c${(next += 1)}` } as never;
  const issued = await issueCredential({ clock: () => now, ids }, { key: owner }, kind, { name: 'test', ...extra });
  directory.credentials.push(issued.credential);
  directory.version += 1;
  return issued;
}

function request(authorization?: string | string[], url = '/'): FastifyRequest {
  const values = authorization === undefined ? [] : [authorization].flat();
  const headers = values.length ? { authorization: values[0] } : {};
  const rawHeaders = values.flatMap((value) => ['Authorization', value]);
  return { raw: { headers, rawHeaders, url } as unknown as IncomingMessage } as FastifyRequest;
}

const basic = (name: string, secret: string, encoding: BufferEncoding = 'utf8') =>
  `Basic ${Buffer.from(`${name}:${secret}`, encoding).toString('base64')}`;

const ask = async (authorization?: string | string[], url?: string) =>
  (await authenticator.viewerOf(request(authorization, url), 'v3')).user?.email;

beforeEach(() => {
  directory = new MemoryDirectory();
  comparisons = [];
  now = 1_000_000;
  authenticator = new Authenticator({
    issuers: new Issuers([], { clock: () => now } as never),
    core: {
      clock: () => now,
      directory: {
        viewer: (owner, scopes) => Promise.resolve({ user: owner, groups: [], scopes: new Set(scopes) }),
      },
    },
    store: directory.store,
    ids: { key: () => 'k' } as never,
    verifySecret: (secret, hash) => {
      comparisons.push(hash);
      return verifySecret(secret, hash);
    },
  });
});

describe('who is asking', () => {
  it('is nobody without credentials', async () => {
    expect(await ask()).toBeUndefined();
    expect(directory.reads).toEqual([]);
  });

  it.each(['Bearer ', 'bearer ', 'GoogleLogin auth=', 'AuthSub token="'])(
    'is the owner of a token after %s',
    async (start) => {
      const { secret } = await add('token');
      expect(await ask(start + secret + (start.endsWith('"') ? '"' : ''))).toBe('alice@example.org');
    },
  );

  it.each(['/?access_token=', '/x?alt=json&oauth_token='])('is the owner of a token in the query %s', async (start) => {
    const { secret } = await add('token');
    expect(await ask(undefined, start + secret)).toBe('alice@example.org');
  });

  it('is the owner of an app password, whatever the case of the address', async () => {
    const { secret } = await add('app-password');
    expect(await ask(basic('Alice@Example.ORG', secret))).toBe('alice@example.org');
  });

  it.each(['utf8', 'latin1'] as const)('may have a name in %s', async (encoding) => {
    const { secret } = await add('app-password', {}, 'u2');
    expect(await ask(basic('jörg@example.org', secret, encoding))).toBe('jörg@example.org');
  });

  it('may have chosen the secret, with a colon in it', async () => {
    await add('app-password', { secret: 'pässwort:mit:punkten' });
    expect(await ask(basic('alice@example.org', 'pässwort:mit:punkten'))).toBe('alice@example.org');
  });

  it('carries the scopes of the credential', async () => {
    const { secret } = await add('token', { scopes: ['https://www.googleapis.com/auth/calendar.readonly'] });
    const viewer = await authenticator.viewerOf(request(`Bearer ${secret}`), 'v3');
    expect([...viewer.scopes]).toEqual(['calendar.readonly']);
  });
});

describe('refused, as Unauthenticated and never as an error of ours', () => {
  const refused = (authorization: string | string[], url?: string) =>
    expect(ask(authorization, url)).rejects.toMatchObject({ name: 'DayferryError', kind: 'unauthenticated' });

  it.each([
    'Basic',
    'Basic ',
    'Basic ???',
    'Basic YWxpY2U=',
    `Basic ${Buffer.from('a\0b:c').toString('base64')}`,
    `Basic ${Buffer.from(':c').toString('base64')}`,
    `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0x41]).toString('base64')}`,
    'Bearer',
    'bearer x',
    'Bearer a b',
    'Negotiate abc',
    'OAuth oauth_token="x"',
    'GoogleLogin',
    'AuthSub token=""',
    `Bearer ${'x'.repeat(9_000)}`,
    '',
    ' ',
  ])('the header %j', (header) => refused(header));

  it('two headers', async () => {
    const { secret } = await add('token');
    await refused([`Bearer ${secret}`, 'Bearer other']);
  });

  it('an empty token in the query', () =>
    expect(ask(undefined, '/?access_token=')).rejects.toMatchObject({ kind: 'unauthenticated' }));

  it("somebody else's name before a right secret", async () => {
    const { secret } = await add('app-password');
    await refused(basic('jörg@example.org', secret));
  });

  it('an app password as a Bearer token', async () => {
    const { secret } = await add('app-password');
    await refused(`Bearer ${secret}`);
  });

  it('a credential that has expired, also when it is known', async () => {
    const { secret } = await add('token', { expires: now + 10 });
    expect(await ask(`Bearer ${secret}`)).toBe('alice@example.org');
    now += 10;
    await refused(`Bearer ${secret}`);
  });

  it('a random secret that nobody has', () => refused(`Bearer ${newSecret()}`));
});

describe('an unknown user', () => {
  it('takes the same path as a known one with a wrong secret: one comparison of the same cost', async () => {
    await add('app-password', { secret: 'correct horse' });
    await expect(ask(basic('alice@example.org', 'wrong horse'))).rejects.toThrow();
    await expect(ask(basic('nobody@example.org', 'wrong horse'))).rejects.toThrow();
    const costs = comparisons.map((hash) => hash.split('$').slice(0, 4).join('$'));
    expect(costs).toEqual(['scrypt$16384$8$1', 'scrypt$16384$8$1']);
  });

  it('and one without a chosen secret too', async () => {
    await add('app-password');
    await expect(ask(basic('alice@example.org', 'wrong horse'))).rejects.toThrow();
    expect(comparisons).toHaveLength(1);
  });
});

describe('a known header', () => {
  it('costs one read and no comparison', async () => {
    await add('app-password', { secret: 'correct horse' });
    const header = basic('alice@example.org', 'correct horse');
    await ask(header);
    directory.reads = [];
    await ask(header);
    expect(directory.reads).toEqual(['version']);
    expect(comparisons).toHaveLength(1);
  });

  it('is not compared again when the directory changes', async () => {
    await add('app-password', { secret: 'correct horse' });
    const header = basic('alice@example.org', 'correct horse');
    await ask(header);
    directory.version += 1;
    expect(await ask(header)).toBe('alice@example.org');
    expect(comparisons).toHaveLength(1);
  });

  it('is refused at once when its credential is revoked, by whichever process', async () => {
    const { secret } = await add('token');
    await ask(`Bearer ${secret}`);
    directory.credentials = [];
    directory.version += 1;
    await expect(ask(`Bearer ${secret}`)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('is verified anew after `forget`', async () => {
    const { secret, credential } = await add('token');
    await ask(`Bearer ${secret}`);
    authenticator.forget(credential.key);
    directory.reads = [];
    await ask(`Bearer ${secret}`);
    expect(directory.reads).toContain('hash');
  });
});

describe('trouble of the database', () => {
  it('is Unavailable, never a failed sign-in', async () => {
    const { secret } = await add('token');
    directory.isBroken = true;
    await expect(ask(`Bearer ${secret}`)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('last use', () => {
  it('is noted once a minute at most', async () => {
    const { secret, credential } = await add('token');
    await ask(`Bearer ${secret}`);
    await ask(`Bearer ${secret}`);
    now += 60_000;
    await ask(`Bearer ${secret}`);
    await authenticator.settle();
    expect(directory.touched).toEqual([
      [credential.key, now - 60_000],
      [credential.key, now],
    ]);
  });

  it('never fails a request', async () => {
    const { secret } = await add('token');
    directory.touchCredential = () => Promise.reject(new Error('database is locked'));
    expect(await ask(`Bearer ${secret}`)).toBe('alice@example.org');
    await authenticator.settle();
  });
});
