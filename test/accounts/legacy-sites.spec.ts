import { removeConsumer } from '@dayferry/auth';
import { migrationStatus } from '@dayferry/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { statementsOf } from '../storage/plans.js';
import { runSql } from '../storage/run-sql.js';
import { LegacyScene, scope } from './legacy-scene.js';

const scene = new LegacyScene();
beforeAll(() => scene.start());
afterAll(() => scene.server.close());

const url = (next: string): string =>
  `/accounts/AuthSubRequest?${new URLSearchParams({ next, scope, session: '1' }).toString()}`;

/** Whom the page names that asks for a site; null when no program is known there. */
async function programAt(site: string): Promise<string | null> {
  const { statusCode, body } = await (await scene.signedIn()).get(url(`${site}/back`));
  return statusCode === 200 ? /<h1>(.*?) asks for access/.exec(body)![1]! : null;
}

describe('a site of AuthSub', () => {
  const sites = ['https://one.example.org', 'https://two.example.org:8443'];

  it('names its program, each of several, in whatever capitals', async () => {
    await scene.register({ key: 'one.example.org', name: 'One', sites });
    expect(await programAt(sites[0]!)).toBe('One');
    expect(await programAt(sites[1]!)).toBe('One');
    expect(await programAt('https://ONE.example.org')).toBe('One');
    expect(await programAt('https://two.example.org')).toBeNull();
  });

  it('is of one program only, and the second is not half registered', async () => {
    const wanted = { key: 'three.example.org', sites: ['https://three.example.org', sites[1]!] };
    await expect(scene.register(wanted)).rejects.toThrow(`${sites[1]} is the site of one.example.org already.`);
    expect(await programAt('https://three.example.org')).toBeNull();
    expect(await programAt(sites[1]!)).toBe('One');
  });

  it('that a program no longer has is free for another', async () => {
    await scene.register({ key: 'one.example.org', name: 'One anew', sites: [sites[0]!] });
    expect([await programAt(sites[0]!), await programAt(sites[1]!)]).toEqual(['One anew', null]);
    await scene.register({ key: 'three.example.org', name: 'Three', sites: [sites[1]!] });
    expect(await programAt(sites[1]!)).toBe('Three');
    await removeConsumer(scene.server.gateway.dependencies, 'three.example.org');
    expect(await programAt(sites[1]!)).toBeNull();
  });
});

it.runIf(!process.env.TEST_DATABASE_URL)('AuthSub walks no list of programs', async () => {
  const browser = await scene.signedIn();
  const { databaseUrl } = scene.server.gateway.config;
  // A server that has prepared no statement yet.
  const fresh = await startServer({
    clock: scene.clock,
    database: { url: databaseUrl, drop: () => Promise.resolve() },
    env: { DAYFERRY_PUBLIC_URL: scene.server.url },
  });
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
  const statements = await statementsOf(databaseUrl, async () => {
    const page = await fresh.inject({ url: url('https://planner.example.org/'), headers: { cookie } });
    expect(page.statusCode).toBe(200);
  });
  await fresh.close();
  expect(statements.filter(({ text }) => text.includes('oauth_record'))).toHaveLength(1);
  expect(statements.filter(({ plan }) => /\bSCAN\b|oauth_record_model/.test(plan))).toEqual([]);
});

it('programs of a database from before are found by their sites', async () => {
  const { databaseUrl } = scene.server.gateway.config;
  await runSql(databaseUrl, [
    "DELETE FROM oauth_record WHERE model = 'ConsumerSite'",
    "DELETE FROM schema_migration WHERE name = 'ConsumerSites1763890000000'",
  ]);
  expect(await programAt('https://planner.example.org')).toBeNull();
  const pending = ['ConsumerSites1763890000000'];
  expect((await migrationStatus(databaseUrl)).pending).toEqual(pending);
  const again = await startServer({
    clock: scene.clock,
    database: { url: databaseUrl, drop: () => Promise.resolve() },
  });
  await again.close();
  expect(await programAt('https://planner.example.org')).toBe('&lt;Planner&gt;');
  await removeConsumer(scene.server.gateway.dependencies, 'planner.example.org');
  expect(await programAt('https://planner.example.org')).toBeNull();
});
