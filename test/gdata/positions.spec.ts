import { describe, expect, it } from 'vitest';
import { find, gdataServer, tennis } from './gdata-client.js';

const feed = 'default/private/full';
const json = { 'content-type': 'application/json' };
const pos = (text: string): string => `<gml:pos>${text}</gml:pos>`;
const geo = (text: string): string =>
  `<georss:where xmlns:georss='http://www.georss.org/georss' xmlns:gml='http://www.opengis.net/gml'><gml:Point>${pos(text)}</gml:Point></georss:where>`;

describe('the position of a place', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  const other = (method: string, url: string, payload?: string, headers: Record<string, string> = json) => {
    const authorization = `Bearer ${gdata.server.tokens.alice}`;
    return gdata.server.inject({
      method,
      url,
      headers: { authorization, ...headers },
      ...(payload ? { payload } : {}),
    });
  };
  const inCalDav = (id: string) =>
    other('GET', `/rest/alice%40example.org/calendar/${id}`, undefined, { accept: 'text/calendar' });
  const make = async (position = '59.93 30.31'): Promise<{ id: string; body: string }> => {
    const { body } = await send('POST', feed, { body: tennis.replace('</entry>', `${geo(position)}</entry>`) });
    return { id: find(body, /events\/([^<]*)</), body };
  };

  it('is the same in all protocols, whichever wrote it', async () => {
    const { id } = await make();
    expect((await inCalDav(id)).body).toContain('GEO:59.93;30.31');
    const inRest = `/rest/alice%40example.org/calendar/${id}`;
    const place = Object.keys((await other('GET', inRest)).json<{ locations: object }>().locations)[0]!;
    const moved = { [`locations/${place}/coordinates`]: 'geo:48.85,2.35' };
    expect((await other('PATCH', inRest, JSON.stringify(moved))).statusCode).toBe(204);
    const shown = await send('GET', `${feed}/${id}?alt=jsonc`);
    expect(shown.json()).toMatchObject({ data: { location: 'Rolling Lawn Courts', geoLocation: '48.85 2.35' } });
    const body = shown.body.replace('48.85 2.35', '51.5 -0.12');
    expect((await send('PUT', `${feed}/${id}?alt=jsonc`, { body, headers: json })).statusCode).toBe(200);
    expect((await inCalDav(id)).body).toContain('GEO:51.5;-0.12');
  });

  it('stays when v3 changes something else, and when a v2 program sends none', async () => {
    const { id, body } = await make();
    await other('PATCH', `/calendar/v3/calendars/primary/events/${id}`, '{"summary":"Renamed"}');
    expect((await send('GET', `${feed}/${id}`)).body).toContain(pos('59.93 30.31'));
    const without = body.replace(/<georss:where.*<\/georss:where>/, '');
    const put = await send('PUT', `${feed}/${id}`, { body: without, headers: { 'if-match': '*' } });
    expect(put.body).toContain(pos('59.93 30.31'));
  });

  it('goes with the place that v2 or v3 replaces, but for a new one', async () => {
    const { id, body } = await make();
    const paris = body.replace('Rolling Lawn Courts', 'Paris');
    const moved = await send('PUT', `${feed}/${id}`, { body: paris });
    expect([moved.statusCode, moved.body.includes('gml:pos')]).toEqual([200, false]);
    const there = moved.body.replace('Paris', 'London').replace('</entry>', `${geo('51.5 -0.12')}</entry>`);
    expect((await send('PUT', `${feed}/${id}`, { body: there })).body).toContain(pos('51.5 -0.12'));
    await other('PATCH', `/calendar/v3/calendars/primary/events/${id}`, '{"location":"Rome"}');
    expect((await inCalDav(id)).body).not.toContain('GEO');
  });

  it('may be changed in part, and for one occurrence', async () => {
    const { id } = await make();
    const patch = `<entry xmlns='http://www.w3.org/2005/Atom'>${geo('1.5 2.5')}</entry>`;
    const headers = { 'if-match': '*', 'content-type': 'application/xml' };
    expect((await send('PATCH', `${feed}/${id}`, { body: patch, headers })).body).toContain(pos('1.5 2.5'));
    const series = { title: 'Series', start: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin' };
    const rule = { recurrenceRules: [{ frequency: 'daily', count: 3 }], locations: { a: { name: 'Here' } } };
    const made = await other('POST', '/rest/calendar/', JSON.stringify({ ...series, ...rule }));
    const instance = `${feed}/${String(made.headers.location).split('/').at(-1)}_20260303T080000Z`;
    await send('PATCH', instance, { body: patch, headers });
    expect((await send('GET', instance)).body).toContain(pos('1.5 2.5'));
    expect((await send('GET', instance.replace('0303T', '0304T'))).body).not.toContain('gml:pos');
  });

  it('that only another protocol can say is not shown, and stays', async () => {
    const odd = { ...{ start: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin' } };
    const locations = { a: { name: 'Moon', coordinates: 'geo:here,there' } };
    const made = await other('POST', '/rest/calendar/', JSON.stringify({ ...odd, locations }));
    const id = String(made.headers.location).split('/').at(-1)!;
    const { body } = await send('GET', `${feed}/${id}`);
    expect(body).not.toContain('georss');
    const named = body
      .replace('<title></title>', '<title>Landing</title>')
      .replace('<title/>', '<title>Landing</title>');
    expect((await send('PUT', `${feed}/${id}`, { body: named })).statusCode).toBe(200);
    const kept = (await other('GET', `/rest/alice%40example.org/calendar/${id}`)).json<{ title: string }>();
    expect(kept).toMatchObject({ title: 'Landing', locations: { a: { coordinates: 'geo:here,there' } } });
  });
});
