import { generateKeyPairSync } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startServer, testDatabase, type TestServer } from '../harness/index.js';

// Dozens of processes, one after another; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

// The real program, as it is installed: built, in a process of its own.
const bin = fileURLToPath(new URL('../../apps/cli/bin/dayferry.mjs', import.meta.url));
const fixture = fileURLToPath(new URL('../fixtures/icalendar/libical/data/large.ics', import.meta.url));

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

const database = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'dayferry-cli-'));
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

function dayferry(...args: string[]): Promise<Result> {
  const env = { ...process.env, DAYFERRY_DATABASE_URL: database.url };
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await dayferry(...args, '--json');
  expect([0, 3], stderr).toContain(code);
  return JSON.parse(stdout);
}

describe('dayferry', () => {
  it('makes users and secrets that open the door', async () => {
    expect(await dayferry('user', 'add', 'alice@example.org', '--password', 's3cret', '--name', 'Alice')).toMatchObject(
      { code: 0, stdout: 'Added alice@example.org.\n' },
    );
    const { password } = (await json('app-password', 'add', 'alice@example.org', '--name', 'phone')) as {
      password: string;
    };
    const { token } = (await json('token', 'add', 'alice@example.org', '--scope', 'calendar')) as { token: string };
    expect(await json('app-password', 'add', 'alice@example.org', '--name', 'own', '--secret', 'of-my-choice')).toEqual(
      { password: 'of-my-choice' },
    );
    const server: TestServer = await startServer({ database: { url: database.url, drop: () => Promise.resolve() } });
    const basic = (secret: string): string => `Basic ${Buffer.from(`alice@example.org:${secret}`).toString('base64')}`;
    for (const authorization of [`Bearer ${token}`, basic(password), basic('s3cret'), basic('of-my-choice')]) {
      const answer = await server.inject({
        method: 'GET',
        url: '/rest/alice%40example.org/calendar/',
        headers: { authorization },
      });
      expect(answer.statusCode).toBe(200);
    }
    const [phone] = (await json('app-password', 'list', 'alice@example.org')) as { id: string; name: string }[];
    expect(phone).toMatchObject({ name: 'phone' });
    expect(await json('user', 'rename', 'alice@example.org', 'Alice Adler')).toMatchObject({ name: 'Alice Adler' });
    expect((await dayferry('user', 'rename', 'alice@example.org', '')).code).toBe(2);
    expect((await dayferry('app-password', 'revoke', 'alice@example.org', phone!.id)).code).toBe(0);
    const refused = await server.inject({
      method: 'GET',
      url: '/rest/alice%40example.org/calendar/',
      headers: { authorization: basic(password) },
    });
    expect(refused.statusCode).toBe(401);
    await server.close();
  });

  it('makes calendars and sets rights', async () => {
    const made = (await json('calendar', 'add', 'alice@example.org', '--title', 'Team', '--name', 'team')) as {
      id: string;
    };
    expect(made.id).toMatch(/^c_[a-v0-9]{26}@/);
    expect(await json('calendar', 'list', 'alice@example.org')).toHaveLength(3);
    expect(await json('acl', 'set', made.id, 'user:bob@example.org', 'reader')).toMatchObject({ role: 'reader' });
    expect(await json('acl', 'list', made.id)).toContainEqual({ scope: 'user:bob@example.org', role: 'reader' });
  });

  it('registers programs that users may connect, and ends them', async () => {
    const added = await json('client', 'add', 'Planner', '--redirect', 'https://planner.example.org/back');
    expect(added).toEqual({ clientId: expect.any(String) as string, clientSecret: expect.any(String) as string });
    const { clientId } = added as { clientId: string };
    const app = await json('client', 'add', 'Phone', '--public', '--redirect', 'http://127.0.0.1/back');
    expect(Object.keys(app as object)).toEqual(['clientId']);
    expect(((await json('client', 'list')) as { name: string }[]).map(({ name }) => name).toSorted()).toEqual([
      'Phone',
      'Planner',
    ]);
    expect((await dayferry('client', 'add', 'x', '--redirect', 'javascript:alert(1)')).code).toBe(2);
    expect((await dayferry('client', 'remove', clientId)).code).toBe(0);
    expect((await dayferry('client', 'remove', clientId)).code).toBe(1);
  });

  it('registers programs of the old ways in, and opens doors for one domain', async () => {
    const site = ['--site', 'https://planner.example.org'];
    const refused = await dayferry('consumer', 'add', 'planner.example.org', ...site);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('set that first')]);
    const key = join(folder, 'public.pem');
    await writeFile(
      key,
      generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    expect(await json('consumer', 'add', 'planner.example.org', ...site, '--public-key', key)).toEqual({
      consumerKey: 'planner.example.org',
    });
    expect(await json('consumer', 'list')).toMatchObject([{ key: 'planner.example.org', signature: 'RSA-SHA1' }]);
    expect((await dayferry('consumer', 'add', 'x.example.org', '--site', 'http://x.example.org')).code).toBe(2);
    expect((await dayferry('consumer', 'remove', 'planner.example.org')).code).toBe(0);
    expect((await dayferry('consumer', 'remove', 'planner.example.org')).code).toBe(1);
    expect(await json('organisation', 'doors', 'example.org', 'oauth1')).toMatchObject({ legacyDoors: ['oauth1'] });
    expect((await dayferry('organisation', 'list')).stdout).toContain('doors: oauth1\n');
    expect((await dayferry('organisation', 'doors', 'example.org', 'window')).code).toBe(2);
    expect(await json('organisation', 'doors', 'example.org', 'default')).toMatchObject({ legacyDoors: null });
  });

  it('shows what was done', async () => {
    const entries = (await json('audit', 'alice@example.org', '--limit', '50')) as { action: string }[];
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['user-added', 'credential-revoked']));
    expect(await json('organisation', 'inbox', 'example.org', '0')).toMatchObject({ inboxDays: 0 });
    for (const action of ['acl-changed', 'calendar-added', 'client-removed', 'doors-changed', 'organisation-changed']) {
      const [entry] = (await json('audit', '--action', action)) as { actor: string }[];
      expect([action, entry?.actor]).toEqual([action, 'command line']);
    }
    expect((await dayferry('audit', '--limit', 'x')).code).toBe(2);
  });

  it('makes and takes away a private address', async () => {
    const { address } = (await json('calendar', 'link', 'alice@example.org')) as { address: string };
    expect(address).toMatch(/^http.*\/calendar\/ical\/alice%40example\.org\/private-[0-9a-f]{40}\/basic\.ics$/);
    expect(await json('calendar', 'link', 'alice@example.org', '--remove')).toEqual({ address: null });
  });

  it('imports a file twice without changing anything, says what it skipped, and gives it all back', async () => {
    const first = (await json('import', fixture, '--calendar', 'alice@example.org')) as Record<
      string,
      { created: number; skipped: { reason: string }[] }
    >;
    expect(first[fixture]!.created).toBeGreaterThan(10);
    expect(first[fixture]!.skipped[0]!.reason).not.toBe('');
    const second = await dayferry('import', fixture, '--calendar', 'alice@example.org');
    expect(second.code).toBe(3);
    expect(second.stdout).toContain(': 0 created, 0 updated, ');
    const out = join(folder, 'out.ics');
    expect(await json('export', 'alice@example.org', '--out', out)).toEqual({
      file: out,
      series: first[fixture]!.created,
    });
    const copy = (await json('calendar', 'add', 'alice@example.org', '--title', 'Copy')) as { id: string };
    const third = (await json('import', out, '--calendar', copy.id)) as typeof first;
    expect(third[out]).toMatchObject({ created: first[fixture]!.created, skipped: [] });
    expect((await dayferry('export', copy.id)).stdout.split('BEGIN:V').length).toBe(
      (await readFile(out, 'utf8')).split('BEGIN:V').length,
    );
  }, 60_000);

  it('takes a whole directory from one file, once', async () => {
    const file = join(folder, 'people.yaml');
    await writeFile(
      file,
      `users:
  - { email: carol@example.org, name: Carol, appPasswords: [{ name: phone }], tokens: [{ name: script, scopes: [calendar.readonly] }] }
  - { email: dan@example.org, admin: true, appPasswords: [{ name: pc, secret: chosen }] }
groups: [{ email: team@example.org, members: [carol@example.org, dan@example.org] }]
resources: [{ email: room@example.org, name: Room }]
calendars: [{ owner: carol@example.org, title: Shared, name: shared, acl: [{ scope: 'group:team@example.org', role: writer }] }]
acls: [{ calendar: carol@example.org, scope: 'user:dan@example.org', role: freeBusy }]
`,
    );
    const report = (await json('directory', 'import', file)) as { created: object; secrets: { name: string }[] };
    expect(report.created).toEqual({ users: 2, groups: 1, resources: 1, calendars: 1, credentials: 3 });
    expect(report.secrets.map((secret) => secret.name)).toEqual(['phone', 'script']);
    expect(await json('directory', 'import', file)).toMatchObject({
      created: { users: 0, calendars: 0, credentials: 0 },
      secrets: [],
    });
    await writeFile(file, 'users: [{ email: 1, nick: x }]');
    const refused = await dayferry('directory', 'import', file);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('users.0.email')]);
    await writeFile(file, 'users: [{ email: eve@example.org, tokens: [{ name: own, secret: chosen-by-eve }] }]');
    expect(await dayferry('directory', 'import', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('A token is never chosen'),
    });
  });

  it('sets what holds for an organisation', async () => {
    expect(await json('organisation', 'inbox', 'example.org', '30')).toMatchObject({ inboxDays: 30 });
    expect(await json('organisation', 'list')).toContainEqual(
      expect.objectContaining({ domain: 'example.org', inboxDays: 30 }),
    );
    expect((await dayferry('organisation', 'inbox', 'example.org', '-1')).code).toBe(2);
    expect((await dayferry('organisation', 'inbox', 'other.example', '1')).code).toBe(1);
  });

  it('copies an embedded database, and starts all programs afresh after a restore', async () => {
    const copy = join(folder, 'copy.db');
    const isFile = database.url.startsWith('sqlite:');
    const made = await dayferry('db', 'backup', copy);
    if (isFile) {
      expect(made).toEqual({ code: 0, stdout: `Wrote ${copy}.\n`, stderr: '' });
      expect(await dayferry('db', 'backup', copy)).toMatchObject({
        code: 1,
        stderr: `There is a file ${copy} already.\n`,
      });
    } else expect(made).toMatchObject({ code: 2, stdout: '' });
    expect(await json('db', 'restored')).toEqual({ restored: true });
  });

  it('speaks in exit codes and single sentences', async () => {
    expect(await dayferry('user', 'add', 'alice@example.org')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'alice@example.org exists already.\n',
    });
    expect(await dayferry('token', 'add', 'nobody@example.org')).toMatchObject({
      code: 1,
      stderr: 'There is no nobody@example.org.\n',
    });
    expect((await dayferry('user', 'add', 'not an address')).code).toBe(2);
    expect((await dayferry('no-such-command')).code).toBe(2);
    expect((await dayferry('import', '/no/such/file', '--calendar', 'alice@example.org')).code).toBe(1);
    expect((await dayferry('user', 'add', '--help')).stdout).toContain('Example:');
    expect(await json('db', 'status')).toMatchObject({ pending: [] });
    expect(await json('config')).toContainEqual(
      expect.objectContaining({ variable: 'DAYFERRY_DATABASE_URL', source: 'environment' }),
    );
    expect(await json('user', 'remove', 'dan@example.org')).toEqual({ removed: 'dan@example.org' });
  });
});
