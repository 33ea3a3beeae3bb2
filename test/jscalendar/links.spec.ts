import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, creator, home, restClient, simple, type Body } from './rest-client.js';

const server = await startServer();
const send = restClient(server);
const create = creator(send);
afterAll(() => server.close());

async function linksOf(location: string): Promise<Record<string, Body>> {
  return (await send('GET', `${location}/links/`)).json().responses as Record<string, Body>;
}

describe('links of an object', () => {
  it('take files, which are attachments of the event in every protocol', async () => {
    const location = await create();
    const html = '<script>alert(1)</script>';
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    const made = await send('POST', `${location}/links/p%C3%A4ge%20(1).html`, html, { headers });
    expect([made.status, made.text]).toEqual([201, '']);
    const address = String(made.headers.location);
    const [[path, link]] = Object.entries(await linksOf(location)) as [[string, Body]];
    expect(`/rest${path}`).toBe(address);
    expect(link).toEqual({
      ...{ '@type': 'Link', href: address, rel: 'enclosure', title: 'päge (1).html' },
      ...{ contentType: 'text/html', size: html.length },
    });
    const content = await send('GET', address);
    expect(content.text).toBe(html);
    expect(content.headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': "attachment; filename*=UTF-8''p%C3%A4ge%20%281%29.html",
      'x-content-type-options': 'nosniff',
    });
    const ical = (await send('GET', location, undefined, { headers: { accept: 'text/calendar' } })).text;
    expect(ical.replaceAll('\r\n ', '')).toContain(Buffer.from(html).toString('base64'));
    expect(Object.values((await send('GET', location)).json().links as Body)).toEqual([
      expect.objectContaining({ href: `data:text/html;base64,${Buffer.from(html).toString('base64')}` }),
    ]);
    expect((await send('DELETE', address)).status).toBe(204);
    expect((await send('GET', address)).status).toBe(404);
    expect((await send('GET', location)).json().links).toBeUndefined();
  });

  it('refuse what no content line can hold, and what has not the ETag that is named', async () => {
    const location = await create();
    const headers = { 'content-type': 'application/octet-stream' };
    const put = (size: number, more = {}): Promise<{ status: number }> =>
      send('POST', `${location}/links/file`, 'x'.repeat(size), { headers: { ...headers, ...more } });
    expect((await put(47_616)).status).toBe(201);
    expect((await put(47_617)).status).toBe(413);
    expect((await put(1, { 'if-match': '"stale"' })).status).toBe(412);
    expect(Object.keys(await linksOf(location))).toHaveLength(1);
    const ical = (await send('GET', location, undefined, { headers: { accept: 'text/calendar' } })).text;
    const calendar = { 'content-type': 'text/calendar', 'if-match': '*' };
    const { headers: known } = await send('GET', location);
    const name = encodeURIComponent(`${String((await send('GET', location)).json().uid).replace('urn:uuid:', '')}.ics`);
    const put2 = await send('PUT', `/dav/calendars/alice@example.org/calendar/${name}`, ical, { headers: calendar });
    expect(put2.status, put2.text).toBe(204);
    expect((await send('GET', location)).headers.etag).toBe(known.etag);
  });

  it('join entries, which can then be filtered by them, in either direction', async () => {
    const [one, other, third] = [await create({ ...simple, title: 'One' }), await create(), await create()];
    const id = (location: string): string => location.split('/').at(-1)!;
    const wish = { toApp: 'calendar', toId: id(other), rel: 'next', remark: 'later' };
    const made = await send('POST', `${one}/links/`, wish);
    expect(made.status, made.text).toBe(201);
    const uid = String((await send('GET', other)).json().uid);
    expect((await send('GET', one)).json().relatedTo).toMatchObject({ [uid]: { relation: { next: true } } });
    expect(Object.values(await linksOf(one))).toEqual([
      {
        '@type': 'Link',
        href: expect.stringMatching(/^urn:/) as string,
        toApp: 'calendar',
        toId: uid,
        rel: 'next',
        remark: 'later',
      },
    ]);
    const linked = async (to: string): Promise<string[]> => {
      const answer = await send('GET', `${collection}?filters[linked]=calendar:${id(to)}`);
      return Object.keys(answer.json().responses as Body).map((path) => `/rest${path}`);
    };
    expect(await linked(other)).toEqual([one]);
    expect(await linked(one)).toEqual([other]);
    expect(await linked(third)).toEqual([]);
    const address = String(made.headers.location);
    expect((await send('GET', address)).json().toId).toBe(uid);
    expect((await send('DELETE', address)).status).toBe(204);
    expect(await linked(one)).toEqual([]);
    for (const [body, path] of [
      [{ ...wish, toId: 'nothing' }, 'toId'],
      [{ ...wish, toApp: 'mail' }, 'toApp'],
    ] as const)
      expect((await send('POST', `${one}/links/`, body)).json()).toMatchObject({ error: 422, path });
    for (const filter of ['calendar:nothing', 'mail:1', 'x'])
      expect((await send('GET', `${collection}?filters[linked]=${filter}`)).status).toBe(400);
  });

  it('are for those who may see and write the event, also at the shared address', async () => {
    const location = await create();
    const shared = location.replace('/rest', '/egroupware/groupdav.php');
    const png = { headers: { 'content-type': 'image/png' } };
    expect((await send('POST', `${shared}/links/a.png`, 'png', png)).status).toBe(201);
    expect((await send('GET', `${shared}/links/`)).status).toBe(200);
    expect((await send('GET', `${location}/links/`, undefined, { as: 'bob' })).status).toBe(404);
    await send('PUT', `${home}calendars/calendar/sharing/user:bob@example.org`, { role: 'reader' });
    expect((await send('GET', `${location}/links/`, undefined, { as: 'bob' })).status).toBe(200);
    expect((await send('POST', `${location}/links/b`, 'x', { as: 'bob', ...png })).status).toBe(403);
    expect((await send('PUT', `${location}/links/b`, 'x', png)).status).toBe(405);
    expect((await send('GET', `${location}/links/a/b`)).status).toBe(400);
  });
});
