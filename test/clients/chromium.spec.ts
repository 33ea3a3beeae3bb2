import { addClient } from '@dayferry/auth';
import { auth } from '@googleapis/calendar';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OauthScene, password, readonlyScope } from '../accounts/oauth-flow.js';
import { isInstalled } from './program.js';
import { sizes, Visit, type Screen, type Size } from './screen.js';

describe.skipIf(!isInstalled('chromium'))('in Chromium', () => {
  let scene: OauthScene;
  let visit: Visit;
  let back: string;
  let web: { clientId: string; secret?: string };

  beforeAll(async () => {
    scene = await OauthScene.start();
    visit = await Visit.begin();
    back = `${visit.site}/back`;
    web = await addClient(scene.server.gateway.dependencies, {
      name: 'Planner',
      redirectUris: ['http://127.0.0.1/back'],
    });
  });
  afterAll(async () => {
    await visit.end();
    await scene.server.close();
  });

  describe.each(Object.keys(sizes) as Size[])('on a %s', (size) => {
    let screen: Screen;
    let page: Page;

    beforeEach(async () => {
      screen = await visit.open(size);
      ({ page } = screen);
    });
    afterEach(() => screen.close());

    const look = (name: string) => screen.look(name);
    const signIn = () => screen.signIn(scene.alice.email, password);
    const returned = async (): Promise<URL> => {
      await page.getByText('Back in the program').waitFor();
      return new URL(page.url());
    };

    it("the code flow of v3's library: sign in, allow, tokens, refresh", async () => {
      const { url } = scene.server;
      const endpoints = { oauth2AuthBaseUrl: `${url}/o/oauth2/v2/auth`, oauth2TokenUrl: `${url}/token` };
      const client = new auth.OAuth2({
        clientId: web.clientId,
        clientSecret: web.secret,
        redirectUri: back,
        endpoints,
      });
      await page.goto(client.generateAuthUrl({ access_type: 'offline', prompt: 'consent', scope: [readonlyScope] }));
      await look('sign-in');
      await page.getByLabel('E-mail address').fill(scene.alice.email);
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
      await look('sign-in-wrong');
      await signIn();
      await page.getByText('Planner').first().waitFor();
      await look('consent');
      await page.getByRole('button', { name: 'Allow' }).click();
      const { tokens } = await client.getToken((await returned()).searchParams.get('code')!);
      client.setCredentials(tokens);
      expect((await scene.events(tokens.access_token!)).statusCode).toBe(200);
      const { credentials } = await client.refreshAccessToken();
      expect((await scene.events(credentials.access_token!)).statusCode).toBe(200);
    });

    it('the code flow of openid-client, with PKCE, state, nonce and an ID token; and a refusal', async () => {
      const config = await scene.discover(scene.app.clientId);
      const verifier = oidc.randomPKCECodeVerifier();
      const begin = async (state: string) =>
        oidc.buildAuthorizationUrl(config, {
          redirect_uri: back,
          scope: `openid email ${readonlyScope}`,
          state,
          nonce: 'the nonce',
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        }).href;
      await page.goto(await begin('first'));
      await signIn();
      await page.getByRole('button', { name: 'Deny' }).click();
      expect((await returned()).searchParams.get('error')).toBe('access_denied');
      await page.goto(await begin('second'));
      await page.getByRole('button', { name: 'Allow' }).click();
      const checks = { pkceCodeVerifier: verifier, expectedState: 'second', expectedNonce: 'the nonce' };
      const tokens = await oidc.authorizationCodeGrant(config, await returned(), checks);
      expect(tokens.claims()).toMatchObject({ sub: scene.alice.key });
    });

    it('the device flow: somebody types the code, and the program gets its token', async () => {
      const config = await scene.discover(scene.device.clientId);
      const begun = await oidc.initiateDeviceAuthorization(config, { scope: readonlyScope });
      await page.goto(begun.verification_uri);
      await look('device-code');
      await page.locator('input[name=user_code]').fill(begun.user_code);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText(begun.user_code).waitFor();
      await look('device-confirm');
      await page.getByRole('button', { name: 'It does', exact: true }).click();
      await signIn();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('Go back to the device').waitFor();
      await look('device-done');
      const tokens = await oidc.pollDeviceAuthorizationGrant(config, { ...begun, interval: 1 });
      expect((await scene.events(tokens.access_token)).statusCode).toBe(200);
    });

    it('the account page: an app password, a private address, the programs, and the way out', async () => {
      await page.goto(`${scene.server.url}/account`);
      await signIn();
      await page.getByRole('heading', { name: 'Alice Adler' }).waitFor();
      await look('account');
      await page.getByLabel('Name of the device or program').fill(`My ${size}`);
      await page.getByRole('button', { name: 'Make an app password' }).click();
      const secret = await page.locator('.note code').textContent();
      await look('account-app-password');
      const authorization = `Basic ${Buffer.from(`${scene.alice.email}:${secret}`).toString('base64')}`;
      const answer = await scene.server.inject({
        url: '/calendar/v3/users/me/calendarList',
        headers: { authorization },
      });
      expect(answer.statusCode).toBe(200);
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    it('an error is a page too', async () => {
      await page.goto(`${scene.server.url}/o/oauth2/v2/auth?client_id=nobody&response_type=code&redirect_uri=${back}`);
      await page.getByRole('heading', { name: 'That did not work' }).waitFor();
      await look('error');
    });
  });
});
