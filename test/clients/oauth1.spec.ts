import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { isInstalled, succeed } from './program.js';
import { scenariosOf } from './python-scenarios.js';

const command = fileURLToPath(new URL('../../apps/cli/bin/dayferry.mjs', import.meta.url));
const settings = { DAYFERRY_SECRET: 'a secret of thirty-two characters' };
const password = 'correct horse battery';

describe.skipIf(!isInstalled('python3-oauthlib'))('OAuth 1.0a with oauthlib', () => {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  let gateway: RunningGateway;
  const secrets: Record<string, string> = {};

  const dayferry = async (...args: string[]): Promise<Record<string, string>> => {
    const env = { ...settings, DAYFERRY_DATABASE_URL: `sqlite:${join(gateway.folder, 'dayferry.db')}` };
    return JSON.parse(await succeed(process.execPath, [command, ...args, '--json'], { env })) as Record<string, string>;
  };

  beforeAll(async () => {
    gateway = await startGateway(settings);
    const publicKey = join(gateway.folder, 'public.pem');
    await writeFile(publicKey, keys.publicKey);
    await dayferry('user', 'password', 'alice@example.org', password);
    const added = (name: string, ...more: string[]) =>
      dayferry('consumer', 'add', name, '--site', `https://${name}`, ...more);
    secrets.secret = (await added('planner.example.org')).consumerSecret!;
    await added('signing.example.org', '--public-key', publicKey);
    const actsFor = ['--acts-for', 'example.org'];
    secrets.officeSecret = (await dayferry('consumer', 'add', 'office.example.org', ...actsFor)).consumerSecret!;
  });
  afterAll(() => gateway.stop());

  for (const { title, run } of scenariosOf('oauth1_scenarios.py'))
    it(title, () => run({ url: gateway.url, password, privateKey: keys.privateKey, ...secrets }));
});
