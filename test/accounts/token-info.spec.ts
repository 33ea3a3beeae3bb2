import { afterAll, describe, expect, it } from 'vitest';
import { auth } from '@googleapis/calendar';
import { OauthScene, readonlyScope } from './oauth-flow.js';

const scene = await OauthScene.start();
afterAll(() => scene.server.close());

describe('tokeninfo', () => {
  it('says what a token is good for, in the forms of v1 and v3', async () => {
    const { access_token: token } = await scene.tokens(await scene.webFlow());
    const { clientId } = scene.web;
    const third = await scene.server.inject(`/oauth2/v3/tokeninfo?access_token=${token}`);
    expect(third.json()).toMatchObject({
      azp: clientId,
      aud: clientId,
      sub: scene.alice.key,
      scope: `openid email ${readonlyScope}`,
      expires_in: expect.stringMatching(/^\d+$/) as string,
      email: 'alice@example.org',
      email_verified: 'true',
      access_type: 'online',
    });
    const first = await scene.server.inject({
      method: 'POST',
      url: '/oauth2/v1/tokeninfo',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(first.json()).toMatchObject({ issued_to: clientId, audience: clientId, verified_email: true });
    const client = new auth.OAuth2({ endpoints: { tokenInfoUrl: `${scene.server.url}/tokeninfo` } });
    expect((await client.getTokenInfo(token)).scopes).toContain(readonlyScope);
  });

  it('names nobody to a program that may not know who it is', async () => {
    const { access_token: token } = await scene.tokens(await scene.webFlow({ scope: readonlyScope }));
    const { body } = await scene.server.inject(`/tokeninfo?access_token=${token}`);
    expect(body).not.toContain('alice');
    expect(body).not.toContain(scene.alice.key);
  });

  it('refuses what is no access token', async () => {
    for (const token of ['made-up', scene.server.tokens.alice, '', 'a b'])
      for (const path of ['/tokeninfo', '/oauth2/v3/tokeninfo', '/oauth2/v1/tokeninfo']) {
        const answer = await scene.server.inject(`${path}?access_token=${encodeURIComponent(token)}`);
        expect([answer.statusCode, answer.json<{ error: string }>().error]).toEqual([400, 'invalid_token']);
      }
  });
});

describe('pages of programs in a browser (CORS)', () => {
  const from = (origin: string, more: object = {}) =>
    scene.server.inject({
      url: '/token',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      ...more,
    });
  const asked = 'https://app.example.org';

  it('may ask for metadata, and before a request whether they may', async () => {
    const { server } = scene;
    const metadata = await server.inject({ url: '/.well-known/openid-configuration', headers: { origin: asked } });
    expect(metadata.headers['access-control-allow-origin']).toBe(asked);
    for (const url of ['/token', '/o/oauth2/token', '/revoke', '/oauth2/v3/userinfo', '/oauth2/v3/certs']) {
      const headers = { origin: asked, 'access-control-request-method': 'POST' };
      const answer = await server.inject({ method: 'OPTIONS', url, headers });
      expect([url, answer.statusCode]).toEqual([url, 204]);
    }
  });

  it('get tokens where the program is registered with an address there, and has no secret', async () => {
    const payload = (clientId: string, secret?: string) =>
      new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: 'x',
        client_id: clientId,
        ...(secret ? { client_secret: secret } : {}),
      }).toString();
    const allowed = await from('http://127.0.0.1', { method: 'POST', payload: payload(scene.app.clientId) });
    expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([400, 'http://127.0.0.1']);
    const elsewhere = await from('https://evil.example', { method: 'POST', payload: payload(scene.app.clientId) });
    expect(elsewhere.headers['access-control-allow-origin']).toBeUndefined();
  });
});
