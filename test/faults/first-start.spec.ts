import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../harness/index.js';
import { startProcess } from './process.js';

const database = await testDatabase();
afterAll(() => database.drop());

describe('several replicas that start at once on an empty database', () => {
  it('make its tables together, and all of them serve', { timeout: 60_000 }, async () => {
    const replicas = await Promise.all([1, 2, 3].map(() => startProcess(database)));
    for (const { url } of replicas) expect((await fetch(`${url}/healthz/ready`)).status).toBe(200);
    await Promise.all(replicas.map((replica) => replica.kill()));
  });
});
