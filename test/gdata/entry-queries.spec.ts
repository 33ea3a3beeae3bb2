import { beforeAll, describe, expect, it } from 'vitest';
import { find, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const body =
  "<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'><title>Lunch</title>" +
  "<gd:when startTime='2026-05-01T10:00:00Z' endTime='2026-05-01T11:00:00Z'/></entry>";

describe('the address of one entry', () => {
  const { send } = gdataServer();
  const entries: Record<string, string> = {
    'calendar of the metafeed': 'default/alice%40example.org',
    'calendar of the list': 'default/allcalendars/full/alice%40example.org',
    'own calendar': 'default/owncalendars/full/alice%40example.org',
    'access rule': 'default/acl/full/user%3Aalice%40example.org',
    setting: 'default/settings/timezone',
  };

  beforeAll(async () => {
    const answer = await send('POST', feed, { body });
    const event = `${feed}/${find(answer.body, /<id>[^<]*\/([^</]*)<\/id>/)}`;
    Object.assign(entries, { event, 'event with a version': `${event}/1` });
  });

  it.each([
    'calendar of the metafeed',
    'calendar of the list',
    'own calendar',
    'access rule',
    'setting',
    'event',
    'event with a version',
  ])('takes no filter beside it: %s', async (name) => {
    const path = entries[name]!;
    expect((await send('GET', path)).statusCode).toBe(200);
    for (const filter of ['q=Lunch', 'updated-min=2020-01-01', 'max-results=1']) {
      const refused = await send('GET', `${path}?ctz=UTC&${filter}`);
      expect([refused.statusCode, refused.headers['content-type']], filter).toEqual([
        403,
        'application/vnd.google.gdata.error+xml',
      ]);
      expect(refused.body).toContain('<code>unsupportedQueryParam</code>');
    }
  });

  it.each([
    'q=x',
    'author=alice',
    'start-min=2026-01-01',
    'start-max=2026-12-31',
    'updated-min=2026-01-01',
    'updated-max=2030-01-01',
    'published-min=2026-01-01',
    'published-max=2030-01-01',
    'extq=[a:b]',
    'start-index=1',
    'max-results=25',
    'q=x&q=y',
    'fields=title&q=x',
  ])('is 403 with %s, by HEAD and without credentials too', async (filter) => {
    const url = `${entries.event}?${filter}`;
    for (const method of ['GET', 'HEAD']) expect((await send(method, url)).statusCode).toBe(403);
    expect((await send('GET', url.replace('private', 'public'), { as: null })).statusCode).toBe(403);
  });

  it.each([
    'alt=jsonc',
    'fields=title',
    'prettyprint=true',
    'strict=true',
    'v=2',
    'ctz=Europe/Paris',
    'max-attendees=1',
    'hl=de',
    'gsessionid=x',
    'context=x',
    'recurrence-expansion-start=2026-01-01',
    // Libraries send what they have set, falses and nothings among it.
    'futureevents=false&showdeleted=false&singleevents=false&orderby=lastmodified&sortorder=descending&showhidden=true',
    'q=&start-min=&author=',
  ])('shows its entry with %s', async (query) => {
    const { statusCode, body: shown } = await send('GET', `${entries.event}?${query}`);
    expect([statusCode, shown.includes('Lunch')]).toEqual([200, true]);
  });

  it('says it in the form that was asked for', async () => {
    const refused = await send('GET', `${entries.event}?alt=jsonc&q=x`);
    expect(refused.json<{ error: { code: number } }>().error.code).toBe(403);
  });

  it('may be changed whatever stands beside it, for there is nothing to choose', async () => {
    const headers = { 'if-match': '*' };
    expect((await send('PUT', `${entries.event}?q=x`, { body, headers })).statusCode).toBe(200);
  });

  it('of busy times needs its range', async () => {
    const path = 'default/freebusy/busy-times/alice%40example.org';
    const range = 'start-min=2026-05-01T00:00:00Z&start-max=2026-05-02T00:00:00Z';
    expect((await send('GET', `${path}?${range}`)).statusCode).toBe(200);
  });
});
