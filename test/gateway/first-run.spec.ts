import { createAppPassword } from '@dayferry/auth';
import { firstRun, greeting } from '@dayferry/gateway';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer, testDatabase } from '../harness/index.js';

const server = await startServer({ database: await testDatabase() });
const { dependencies } = server.gateway;
const created = await Promise.all([1, 2, 3].map(() => firstRun(dependencies, 'admin@example.org')));
afterAll(() => server.close());

/** What a shell and curl would make of one of the greeting's lines. */
function requestOf(command: string) {
  const headers: Record<string, string> = {};
  for (const [, name, value] of command.matchAll(/-H '([\w-]+): ([^']*)'/g)) headers[name!] = value!;
  const user = /-u '([^']*)'/.exec(command)?.[1];
  if (user) headers.authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  return {
    method: /-X (\w+)/.exec(command)?.[1] ?? 'GET',
    url: / https?:\/\/[^/]+(\/\S*)$/.exec(command)![1]!,
    headers,
  };
}

describe('the first start', () => {
  it('makes one administrator, however many processes start at once', async () => {
    expect(created.filter(Boolean)).toHaveLength(1);
    const [admin, ...others] = await server.gateway.dependencies.store.reader.principals();
    expect(admin).toMatchObject({ email: 'admin@example.org', isAdmin: true });
    expect(others).toEqual([]);
    expect(await firstRun(server.gateway.dependencies, 'other@example.org')).toBeNull();
  });

  it('prints four commands that work when pasted', async () => {
    const text = greeting({ publicUrl: server.url, firstRun: created.find(Boolean)!, hasColours: false });
    const commands = text.split('\n').filter((line) => line.includes('curl '));
    const answers = await Promise.all(commands.map((command) => server.inject(requestOf(command.trim()))));
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 207, 200]);
  });

  it('says what programs of ClientLogin need, which its password is not', async () => {
    const { email, password } = created.find(Boolean)!;
    const text = greeting({ publicUrl: server.url, firstRun: created.find(Boolean)!, hasColours: false });
    expect(text).toContain(`dayferry app-password add ${email}   for programs that sign in by ClientLogin`);
    const admin = (await server.core.directory.byEmail(email))!;
    const { secret } = await createAppPassword(dependencies, admin, { name: 'old program' });
    const login = async (Passwd: string): Promise<string> => {
      const payload = new URLSearchParams({ Email: email, Passwd, service: 'cl' }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return (await server.inject({ method: 'POST', url: '/accounts/ClientLogin', headers, payload })).body;
    };
    expect(await login(password)).toContain('Info=InvalidSecondFactor');
    expect(await login(secret)).toContain('Auth=');
  });
});
