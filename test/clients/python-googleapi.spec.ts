import { afterAll, beforeAll, describe, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { isInstalled } from './program.js';
import { scenariosOf } from './python-scenarios.js';

describe.skipIf(!isInstalled('python3-googleapi'))('google-api-python-client', () => {
  let gateway: RunningGateway;

  beforeAll(async () => void (gateway = await startGateway()));
  afterAll(() => gateway.stop());

  for (const { title, run } of scenariosOf('googleapi_scenarios.py')) {
    it(title, async () => {
      const { url, alice, bob } = gateway;
      await run({ url, alice, bob });
    });
  }
});
