import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { fileBeside, isInstalled, succeed } from './program.js';

const assemblies = ['Client', 'Calendar', 'Extensions', 'AccessControl'].map(
  (name) => `-r:/usr/lib/cli/Google.GData.${name}-2.2/Google.GData.${name}.dll`,
);

describe.skipIf(!isInstalled('libgdata-cil'))('the .NET client of the Data API', () => {
  let gateway: RunningGateway;

  beforeAll(async () => void (gateway = await startGateway()));
  afterAll(() => gateway.stop());

  it('signs in, and changes calendars, access rules, events, instances and batches', async () => {
    const { url, alice, folder } = gateway;
    const program = join(folder, 'Calendar.exe');
    await succeed('/usr/bin/mcs', [`-out:${program}`, ...assemblies, fileBeside('dotnet/Calendar.cs')]);
    const env = { HOME: folder };
    expect(await succeed('/usr/bin/mono', [program, url, alice.token, alice.email, alice.password], { env })).toBe(
      'done\n',
    );
  });
});
