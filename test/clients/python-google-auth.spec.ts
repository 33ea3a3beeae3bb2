import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { fileBeside, isInstalled, succeed } from './program.js';
import { scenariosOf } from './python-scenarios.js';

const command = fileBeside('../../apps/cli/bin/dayferry.mjs');

describe.skipIf(!isInstalled('python3-google-auth'))('google-auth with a service account', () => {
  let gateway: RunningGateway;
  let keyFile: string;

  beforeAll(async () => {
    gateway = await startGateway();
    keyFile = join(gateway.folder, 'robot.json');
    const env = {
      DAYFERRY_DATABASE_URL: `sqlite:${join(gateway.folder, 'dayferry.db')}`,
      DAYFERRY_PUBLIC_URL: gateway.url,
    };
    const args = ['service-account', 'add', 'robot@example.org', '--delegate', 'calendar'];
    await writeFile(keyFile, await succeed(process.execPath, [command, ...args], { env }));
  });
  afterAll(() => gateway.stop());

  for (const { title, run } of scenariosOf('service_account_scenarios.py'))
    it(title, () => run({ url: gateway.url, keyFile }));
});
