import { afterAll, expect, it } from 'vitest';
import { runSql } from '../storage/run-sql.js';
import { addressOf, OauthScene, webBack } from './oauth-flow.js';

const scene = await OauthScene.start();
afterAll(() => scene.server.close());

const sql = (statement: string) => runSql(scene.server.gateway.config.databaseUrl, [statement]);

it('every address of OAuth answers 503 with Retry-After while the database is in trouble, and goes on afterwards', async () => {
  const { web, server } = scene;
  const flow = await scene.webFlow();
  const { refresh_token: refreshToken } = await scene.tokens(
    await scene.webFlow({ access_type: 'offline', prompt: 'consent' }),
  );
  const own = { client_id: web.clientId, client_secret: web.secret! };
  const refresh = () => scene.token({ grant_type: 'refresh_token', refresh_token: refreshToken!, ...own });
  await sql('ALTER TABLE oauth_record RENAME TO oauth_record_gone');
  const answers = [
    await server.inject(addressOf(flow).replace(server.url, '')),
    await refresh(),
    await scene.token({ grant_type: 'authorization_code', code: 'x', redirect_uri: webBack, ...own }),
    await scene.token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion() }),
    await scene.token({ token: 'x', ...own }, {}, '/oauth2/introspect'),
    await scene.token({ token: 'x', ...own }, {}, '/revoke'),
    await scene.token({}, {}, '/revoke?token=x'),
    await scene.token({ client_id: scene.device.clientId }, {}, '/device/code'),
    await server.inject('/tokeninfo?access_token=x'),
    await server.inject({ url: '/oauth2/v3/userinfo', headers: { authorization: 'Bearer x' } }),
  ];
  await sql('ALTER TABLE oauth_record_gone RENAME TO oauth_record');
  for (const [i, { statusCode, headers }] of answers.entries())
    expect([i, statusCode, headers['retry-after']]).toEqual([i, 503, expect.stringMatching(/^\d+$/)]);
  expect((await refresh()).statusCode).toBe(200);
});

function assertion(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ iss: 'robot@example.org' })}.x`;
}
