import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';

type Body = Record<string, unknown>;

const home = '/rest/alice%40example.org/calendar/';

const server = await startServer();
afterAll(() => server.close());

async function send(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await server.inject({
    method,
    url,
    headers: { authorization: `Bearer ${server.tokens.alice}`, ...content, ...headers },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    json: () => JSON.parse(answer.body) as Body,
  };
}

const simple = { title: 'Test 25th', start: '2026-11-25T10:00:00', timeZone: 'Europe/Berlin', duration: 'PT1H' };

async function create(body: unknown): Promise<string> {
  const { status, headers, text } = await send('POST', home, body);
  expect(status, text).toBe(201);
  return String(headers.location);
}

describe('JSCalendar REST', () => {
  it("answers the documentation's POST with the object, its tags and its address", async () => {
    const answer = await send('POST', home, simple, { prefer: 'return=representation' });
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toBe('application/jscalendar+json;type=event;charset=utf-8');
    expect(answer.headers.location).toMatch(/^\/rest\/alice%40example\.org\/calendar\/[a-v0-9]{26}$/);
    expect(answer.headers.etag).toMatch(/^"[^"]+"$/);
    expect(answer.headers['schedule-tag']).toMatch(/^"[^"]+"$/);
    expect(answer.json()).toMatchObject({ '@type': 'Event', ...simple });
    const participants = Object.values(answer.json().participants as Body);
    expect(participants).toEqual([expect.objectContaining({ email: 'alice@example.org', roles: { owner: true } })]);
  });

  it('lists, in compact and in pretty form, and gives bare properties', async () => {
    const location = await create(simple);
    const path = location.replace('/rest', '');
    const compact = await send('GET', home);
    const pretty = await send('GET', home, undefined, { accept: 'application/pretty+json' });
    expect(pretty.json()).toEqual(compact.json());
    expect(pretty.text).toContain('\n  ');
    expect((compact.json().responses as Body)[path]).toMatchObject(simple);
    const tags = (await send('GET', `${home}?props[]=getetag`)).json().responses as Body;
    expect(tags[path]).toBe((await send('GET', location)).headers.etag);
  });

  it('pages an initial synchronisation and reports a deleted member as null', async () => {
    const pages: string[][] = [];
    let token = '';
    for (let more = true; more;) {
      const page = (await send('GET', `${home}?sync-token=${encodeURIComponent(token)}&nresults=1`)).json();
      pages.push(Object.keys(page.responses as Body));
      token = String(page['sync-token']);
      more = page['more-results'] === true;
    }
    const all = pages.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(2);
    expect((await send('DELETE', `/rest${all[0]}`)).status).toBe(204);
    const changes = (await send('GET', `${home}?sync-token=${encodeURIComponent(token)}`)).json();
    expect(changes.responses).toEqual({ [all[0]!]: null });
    expect((await send('GET', `${home}?sync-token=nonsense`)).status).toBe(400);
  });

  it('synchronises under a filter: what does not match any more is gone', async () => {
    const location = await create({ ...simple, status: 'tentative' });
    const path = location.replace('/rest', '');
    const filter = 'filters[status]=tentative';
    const first = (await send('GET', `${home}?${filter}&sync-token=`)).json();
    expect(Object.keys(first.responses as Body)).toEqual([path]);
    const next = `sync-token=${encodeURIComponent(String(first['sync-token']))}`;
    await send('PATCH', location, { status: 'confirmed' });
    expect((await send('GET', `${home}?${filter}&${next}`)).json().responses).toEqual({ [path]: null });
    expect((await send('GET', `${home}?${next}`)).status).toBe(400);
  });

  it('gives the properties that are named, and leaves out unknown ones', async () => {
    const location = await create(simple);
    const path = location.replace('/rest', '');
    const names = ['getetag', 'displayname', 'DAV:getcontentlength', 'created-by', 'schedule-tag', 'nonsense'];
    const query = names.map((name) => `props[]=${name}`).join('&');
    const shown = ((await send('GET', `${home}?${query}`)).json().responses as Record<string, Body>)[path]!;
    const own = await send('GET', location);
    expect(shown).toEqual({
      ...{ getetag: own.headers.etag, displayname: simple.title, getcontentlength: own.text.length },
      ...{ 'schedule-tag': own.headers['schedule-tag'] },
      'created-by': { email: 'alice@example.org', name: 'Alice Adler', dtstamp: own.json().created },
    });
    const unknown = (await send('GET', `${home}?props[]=nonsense`)).json().responses as Body;
    expect(unknown[path]).toEqual({});
  });

  it('changes only what a PATCH names, by pointer, and refuses a bad patch whole', async () => {
    const location = await create({ ...simple, alerts: { a1: { trigger: { offset: '-PT10M' } } } });
    const before = (await send('GET', location)).json();
    expect((await send('PATCH', location, { title: 'New', 'alerts/a1': null })).status).toBe(204);
    const after = (await send('GET', location)).json();
    expect(after.title).toBe('New');
    expect(after.alerts).toBeUndefined();
    expect(after.start).toBe(before.start);
    const strict = { 'content-type': 'application/jscalendar+json' };
    for (const patch of [
      { 'alerts/x/trigger': null },
      { title: 'x', uid: 'other' },
      { '__proto__/x': 1 },
      { locations: null, 'locations/1': null },
    ]) {
      const refused = await send('PATCH', location, patch, strict);
      expect(refused.status, refused.text).toBe(422);
      expect(refused.json()).toMatchObject({ error: 422, message: expect.any(String) as string });
    }
    expect((await send('GET', location)).json()).toEqual(after);
  });

  it('replaces by id and by uid, under preconditions', async () => {
    const location = await create({ ...simple, uid: 'put-by-uid' });
    const { etag } = (await send('GET', location)).headers;
    const body = { uid: 'put-by-uid', ...simple, title: 'Again' };
    expect((await send('PUT', location, body, { 'if-match': '"stale"' })).status).toBe(412);
    expect((await send('PUT', location, body, { 'if-match': String(etag) })).status).toBe(204);
    expect((await send('PUT', `${home}put-by-uid`, { ...body, title: 'By uid' })).status).toBe(204);
    expect((await send('GET', location)).json().title).toBe('By uid');
    expect((await send('PUT', `${home}brand-new-uid`, { ...simple, uid: 'brand-new-uid' })).status).toBe(201);
    expect((await send('PUT', location, { ...body, uid: 'else' })).status).toBe(422);
    expect((await send('POST', home, body)).status).toBe(409);
  });

  it('keeps recurrence, overrides and members it does not know', async () => {
    const series = {
      ...simple,
      uid: 'weekly',
      'example.com:colour': { a: [1] },
      recurrenceRules: [
        {
          '@type': 'RecurrenceRule',
          frequency: 'weekly',
          byDay: [{ '@type': 'NDay', day: 'we' }],
          until: '2026-12-30T10:00:00',
        },
      ],
      recurrenceOverrides: {
        '2026-12-02T10:00:00': { excluded: true },
        '2026-12-09T10:00:00': { title: 'Moved', start: '2026-12-09T12:00:00' },
        '2026-12-12T10:00:00': {},
      },
    };
    const location = await create(series);
    const shown = (await send('GET', location)).json();
    expect(shown).toMatchObject({ ...series, recurrenceOverrides: series.recurrenceOverrides });
    const { etag } = (await send('GET', location)).headers;
    expect((await send('PUT', location, shown)).status).toBe(204);
    expect((await send('GET', location)).headers.etag).toBe(etag);
    expect(
      (await send('PATCH', location, { 'recurrenceOverrides/2026-12-16T10:00:00': { title: 'Once' } })).status,
    ).toBe(204);
    expect((await send('GET', location)).json().recurrenceOverrides).toMatchObject({
      '2026-12-16T10:00:00': { title: 'Once' },
    });
  });

  it('refuses what is not right in its own words and changes nothing', async () => {
    const cases: [body: unknown, status: number, path?: string][] = [
      ['{"a":', 422],
      ['{"title":"a","title":"b"}', 422],
      ['{"__proto__":{"x":1}}', 422],
      [{ title: 'x' }, 422, 'start'],
      [{ ...simple, start: '2026-13-01T00:00:00' }, 422, 'start'],
      [{ ...simple, timeZone: '../x' }, 422, 'timeZone'],
      [{ ...simple, duration: 'P1M' }, 422, 'duration'],
      [{ ...simple, priority: 'high' }, 422, 'priority'],
      [{ ...simple, recurrenceRules: [{ frequency: 'daily', count: 2, until: '2026-12-01T00:00:00' }] }, 422],
    ];
    for (const [body, status, path] of cases) {
      const answer = await send('POST', home, body);
      expect(answer.status, answer.text).toBe(status);
      if (path) expect(answer.json().path).toBe(path);
    }
    expect((await send('POST', home, 'x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send('GET', `${home}?filters[nope]=1`)).status).toBe(400);
    expect((await send('GET', `${home}%zz`)).status).toBe(400);
    expect((await send('POST', `${home}abc`, simple)).status).toBe(405);
    expect((await send('DELETE', home)).status).toBe(403);
  });

  it('says what is wrong as problem details to who accepts them', async () => {
    const accept = 'application/json, application/problem+json';
    const answer = await send('POST', home, { ...simple, priority: 'high' }, { accept });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toEqual({
      ...{
        type: 'about:blank',
        title: 'Unprocessable Entity',
        status: 422,
        path: 'priority',
        code: 'invalid-property',
      },
      ...{ detail: expect.stringContaining('priority') as string, error: 422 },
      message: answer.json().detail,
    });
  });

  it('gives a lost write the object as it is, and says what a patch may be made of', async () => {
    const location = await create({ ...simple, title: 'Now' });
    const stale = { 'if-match': '"stale"', prefer: 'return=representation' };
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const lost = await send(method, location, method === 'DELETE' ? undefined : simple, stale);
      expect([lost.status, lost.json().title]).toEqual([412, 'Now']);
      expect(lost.headers.etag).toBe((await send('GET', location)).headers.etag);
    }
    const wrong = await send('PATCH', location, 'x', { 'content-type': 'text/plain' });
    expect([wrong.status, wrong.headers['accept-patch']]).toEqual([
      415,
      'application/json, application/jscalendar+json',
    ]);
  });

  it('holds an owner to the ETag, where a schedule tag is sent as well', async () => {
    const location = await create(simple);
    const { etag, 'schedule-tag': schedule } = (await send('GET', location)).headers as Record<string, string>;
    const both = (match: string, tag: string) => ({ 'if-match': match, 'if-schedule-tag-match': tag });
    expect((await send('PATCH', location, { title: 'a' }, both('"stale"', schedule!))).status).toBe(412);
    expect((await send('PATCH', location, { title: 'a' }, both(etag!, '"stale"'))).status).toBe(204);
    expect((await send('PATCH', location, { title: 'b' }, { 'if-schedule-tag-match': '"stale"' })).status).toBe(412);
  });

  it('asks for sign-in and hides foreign calendars', async () => {
    const anonymous = await server.inject({ method: 'GET', url: home });
    expect(anonymous.statusCode).toBe(401);
    expect(anonymous.headers['www-authenticate']).toBeDefined();
    const stranger = await send('GET', home, undefined, { authorization: `Bearer ${server.tokens.bob}` });
    expect(stranger.status).toBe(404);
    const basic = Buffer.from(`alice@example.org:${server.passwords.alice}`).toString('base64');
    expect((await send('GET', home, undefined, { authorization: `Basic ${basic}` })).status).toBe(200);
  });

  it('serves the same tree under the alias and as iCalendar', async () => {
    const location = await create({ ...simple, uid: 'alias' });
    const alias = location.replace('/rest', '/egroupware/groupdav.php');
    expect((await send('GET', alias, undefined, { accept: 'application/json' })).json().uid).toBe('alias');
    const ical = await send('GET', location, undefined, { accept: 'text/calendar' });
    expect(ical.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(ical.text).toContain('UID:alias');
    expect((await send('GET', '/rest/alice%40example.org/tasks/')).json()).toEqual({ responses: {} });
    const task = await send('POST', '/rest/alice%40example.org/tasks/', {
      '@type': 'Task',
      title: 'Do',
      due: '2026-12-01T12:00:00',
      timeZone: 'Europe/Berlin',
      percentComplete: 10,
    });
    expect(task.status, task.text).toBe(201);
    expect((await send('GET', String(task.headers.location))).json()).toMatchObject({
      '@type': 'Task',
      due: '2026-12-01T12:00:00',
      percentComplete: 10,
    });
  });
});
