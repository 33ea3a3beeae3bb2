import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { fileBeside, isInstalled, succeed } from './program.js';

const BUILD_MS = 400_000;

describe.skipIf(!isInstalled('golang-google-api'))('the Go client', () => {
  let gateway: RunningGateway;

  beforeAll(async () => void (gateway = await startGateway()));
  afterAll(() => gateway.stop());

  it(
    'makes a calendar, pages through its events, and is told of conditions and errors',
    async () => {
      const { url, alice, folder } = gateway;
      const program = join(folder, 'calendar');
      // Debian keeps the sources of its Go packages in one tree, as before modules.
      const env = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(folder, 'go'), HOME: folder };
      await succeed('/usr/bin/go', ['build', '-o', program, fileBeside('go/calendar.go')], { env });
      expect(await succeed(program, [url, alice.token])).toBe('done\n');
    },
    BUILD_MS,
  );
});
