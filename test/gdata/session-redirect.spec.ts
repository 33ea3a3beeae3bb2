import { describe, expect, it } from 'vitest';
import { tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';

describe('the session redirect, when it is switched on', () => {
  const gdata = gdataServer({ env: { DAYFERRY_V2_SESSION_REDIRECT: 'on' } });
  const { send } = gdata;

  const pathOf = (location: unknown): string => String(location).replace(/^.*\/calendar\/feeds\//, '');

  it('leads to the same address with a session, for reading and for writing', async () => {
    const asked = await send('GET', `${feed}?q=a%26b&max-results=5`);
    expect(asked.statusCode).toBe(302);
    expect(asked.headers.location).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/calendar\/feeds\/default\/private\/full\?q=a%26b&max-results=5&gsessionid=[\w-]{22}$/,
    );
    expect(asked.headers['set-cookie']).toEqual([
      expect.stringMatching(/^S=calendar=[\w-]{22};Expires=/),
      expect.stringMatching(/^DO_NOT_CACHE_RESPONSE=true;Expires=/),
    ]);
    expect(asked.body).toContain('<TITLE>Moved Temporarily</TITLE>');
    expect((await send('GET', pathOf(asked.headers.location))).statusCode).toBe(200);
    const posted = await send('POST', feed, { body: tennis });
    expect(posted.statusCode).toBe(302);
    expect((await send('POST', pathOf(posted.headers.location), { body: tennis })).statusCode).toBe(201);
    expect((await send('GET', `${feed}?gsessionid=x`)).body).toContain('<openSearch:totalResults>1<');
  });

  it.each<[name: string, method: string, path: string, headers: Record<string, string>, status: number]>([
    ['a session that was cut short (Python)', 'GET', `${feed}?gsessionid=abc-`, {}, 200],
    ['the cookie instead (Java)', 'GET', feed, { cookie: 'a=b; S=calendar=xyz' }, 200],
    ['somebody else’s cookie', 'GET', feed, { cookie: 'S=other; XS=calendar=1' }, 302],
    ['an empty session', 'GET', `${feed}?gsessionid=`, {}, 302],
    ['a PATCH, which Java sends by override', 'POST', `${feed}/x`, { 'x-http-method-override': 'PATCH' }, 404],
    ['a PUT by override', 'POST', `${feed}/x`, { 'x-http-method-override': 'PUT' }, 302],
    ['no credentials', 'GET', feed, { authorization: '' }, 302],
    ['malformed escapes', 'GET', `${feed}?q=%zz`, {}, 400],
  ])('%s', async (...[, method, path, headers, status]) => {
    const body = method === 'POST' ? { body: tennis } : {};
    expect((await send(method, path, { headers, ...body })).statusCode).toBe(status);
  });
});
