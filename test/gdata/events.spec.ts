import { describe, expect, it } from 'vitest';
import { find, lessons, share, tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const names =
  "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005' xmlns:app='http://www.w3.org/2007/app'";
const json = { 'content-type': 'application/json' };

describe('events', () => {
  const gdata = gdataServer();
  const { send } = gdata;

  const editPath = (xml: string): string => find(xml, /rel='edit'[^>]*href='([^']*)'/).split('/calendar/feeds/')[1]!;
  const etagOf = (xml: string): string => find(xml, /<entry [^>]*gd:etag='([^']*)'/);

  it('are created, read, changed and deleted in Atom (guide)', async () => {
    const created = await send('POST', feed, { body: tennis });
    expect(created.statusCode).toBe(201);
    expect(created.headers.location).toBe(find(created.body, /rel='self'[^>]*href='([^']*)'/));
    expect(created.headers['content-location']).toBe(created.headers.location);
    expect(created.headers.etag).toBe(etagOf(created.body));
    const path = editPath(created.body);
    const read = await send('GET', path);
    expect(read.body).toBe(created.body);
    expect((await send('GET', path, { headers: { 'if-none-match': etagOf(read.body) } })).statusCode).toBe(304);
    const changed = await send('PUT', path, {
      body: read.body.replace('Meet for a quick lesson.', "Change of plans - Let's discuss."),
    });
    expect(changed.statusCode).toBe(200);
    expect(changed.body).toContain("<content>Change of plans - Let's discuss.</content>");
    expect(etagOf(changed.body)).not.toBe(etagOf(read.body));
    const deleted = await send('DELETE', path, { headers: { 'if-match': etagOf(changed.body) } });
    expect([
      deleted.statusCode,
      deleted.body,
      deleted.headers['content-length'],
      deleted.headers['gdata-version'],
    ]).toEqual([200, '', '0', '2.6']);
    expect((await send('GET', path)).statusCode).toBe(404);
  });

  it('are created, read, changed and deleted in JSON-C (guide)', async () => {
    const data = {
      title: 'Tennis with Beth',
      details: 'Meet for a quick lesson.',
      transparency: 'opaque',
      status: 'confirmed',
      location: 'Rolling Lawn Courts',
      when: [{ start: '2010-04-17T15:00:00.000Z', end: '2010-04-17T17:00:00.000Z' }],
    };
    const created = await send('POST', `${feed}?alt=jsonc`, { headers: json, body: JSON.stringify({ data }) });
    expect(created.statusCode).toBe(201);
    const event = created.json<{ data: Record<string, unknown> }>().data;
    expect(Object.keys(event).slice(0, 8)).toEqual([
      'kind',
      'etag',
      'id',
      'selfLink',
      'alternateLink',
      'canEdit',
      'title',
      'created',
    ]);
    expect(event).toMatchObject({
      ...data,
      when: [{ start: '2010-04-17T17:00:00.000+02:00', end: '2010-04-17T19:00:00.000+02:00' }],
      kind: 'calendar#event',
      creator: { displayName: 'Alice Adler', email: 'alice@example.org' },
      guestsCanInviteOthers: true,
      attendees: [{ rel: 'organizer', displayName: 'Alice Adler', email: 'alice@example.org' }],
      visibility: 'default',
    });
    const path = `${feed}/${event.id as string}`;
    const changed = await send('PUT', path, {
      headers: json,
      body: JSON.stringify({ data: { ...event, details: 'New plan' } }),
    });
    expect(changed.headers['content-type']).toBe('application/json; charset=UTF-8');
    expect(changed.json<{ data: object }>().data).toMatchObject({ details: 'New plan', when: event.when });
    expect((await send('DELETE', `${path}?alt=jsonc`, { headers: { 'if-match': '*' } })).statusCode).toBe(200);
    const gone = await send('GET', `${path}?alt=jsonc`);
    expect(gone.json()).toMatchObject({ apiVersion: '2.3', error: { code: 404, errors: [{ domain: 'GData' }] } });
  });

  it('repeat, and their instances are changed and cancelled one by one', async () => {
    const created = await send('POST', feed, { body: lessons });
    expect(created.statusCode).toBe(201);
    expect(created.body).toContain('<gd:recurrence>DTSTART;VALUE=DATE:20100505');
    expect(created.body).not.toContain('<gd:when');
    const path = editPath(created.body);
    const id = path.split('/').at(-1)!;
    const windowed = await send('GET', `${feed}?start-min=2010-05-10&start-max=2010-05-26`);
    expect(
      [...windowed.body.matchAll(/<gd:when endTime='[^']*' startTime='([^']*)'/g)].map((match) => match[1]),
    ).toEqual(['2010-05-11', '2010-05-18', '2010-05-25']);
    const instance = await send('GET', `${feed}/${id}_20100511`);
    expect(instance.body).toContain(`id='${id}'><gd:when startTime='2010-05-11'/></gd:originalEvent>`);
    const changed = await send('PUT', editPath(instance.body), {
      body: instance.body.replace('Tuesday Tennis', 'Special'),
    });
    expect(changed.statusCode).toBe(200);
    const cancelled = await send('DELETE', `${feed}/${id}_20100518`, { headers: { 'if-match': '*' } });
    expect(cancelled.statusCode).toBe(200);
    const single = await send(
      'GET',
      `${feed}?singleevents=true&orderby=starttime&start-min=2010-05-10&start-max=2010-05-26`,
    );
    expect([...single.body.matchAll(/<title>([^<]*)<\/title>/g)].map((match) => match[1]).slice(1)).toEqual([
      'Special Lessons with Jane',
      'Tuesday Tennis Lessons with Jane',
    ]);
    const entries = await send('GET', `${feed}?start-min=2010-05-10&start-max=2010-05-26&orderby=starttime`);
    expect(entries.body).toContain('<openSearch:totalResults>2</openSearch:totalResults>');
    const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'><title>Moved</title><gd:originalEvent id='${id}'><gd:when startTime='2010-05-25'/></gd:originalEvent><gd:when startTime='2010-05-27' endTime='2010-05-28'/></entry>`;
    const moved = await send('POST', feed, { body });
    expect([moved.statusCode, find(moved.body, /<id>[^<]*\/([^<]*)<\/id>/)]).toEqual([201, `${id}_20100525`]);
    expect((await send('DELETE', path, { headers: { 'if-match': '*' } })).statusCode).toBe(200);
  });

  it.each(['2', null])(
    'repeat, and instances that were read together are written one by one (version %s)',
    async (version) => {
      const path = editPath((await send('POST', feed, { body: lessons })).body);
      const seen = await send('GET', `${feed}?singleevents=true&start-min=2010-05-10&start-max=2010-06-09`, {
        version,
      });
      const entries = seen.body
        .match(/<entry.*?<\/entry>/g)!
        .map((entry) => entry.replace('<entry', `<entry ${names}`));
      expect(entries).toHaveLength(5);
      const write = (entry: string): Promise<{ statusCode: number }> =>
        send('PUT', editPath(entry), { body: entry.replace('Tuesday Tennis', 'Special'), version });
      const remove = (entry: string): Promise<{ statusCode: number }> =>
        send('DELETE', editPath(entry), { version, headers: version ? { 'if-match': etagOf(entry) } : {} });
      expect((await write(entries[0]!)).statusCode).toBe(200);
      expect((await remove(entries[1]!)).statusCode).toBe(200);
      expect((await write(entries[2]!)).statusCode).toBe(200);
      const stale = version ? 412 : 409;
      expect((await write(entries[0]!)).statusCode).toBe(stale);
      const series = await send('GET', path);
      await send('PUT', path, { body: series.body.replace('quick', 'long') });
      expect((await write(entries[3]!)).statusCode).toBe(stale);
      expect((await remove(entries[4]!)).statusCode).toBe(stale);
      expect((await send('DELETE', path, { headers: { 'if-match': '*' } })).statusCode).toBe(200);
    },
  );

  it('repeat in JSON-C', async () => {
    const recurrence =
      'DTSTART;TZID=Europe/Berlin:20100505T100000\r\nDTEND;TZID=Europe/Berlin:20100505T110000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n';
    const created = await send('POST', `${feed}?alt=jsonc`, {
      headers: json,
      body: JSON.stringify({ data: { title: 'Daily', recurrence, reminders: [{ minutes: 10, method: 'email' }] } }),
    });
    const { data } = created.json<{ data: Record<string, unknown> }>();
    expect(data.recurrence).toContain('RRULE:FREQ=DAILY;COUNT=3');
    expect(data).toMatchObject({ reminders: [{ minutes: 10, method: 'email' }] });
    const single = (await send('GET', `${feed}?alt=jsonc&singleevents=true&orderby=starttime&q=Daily`)).json<{
      data: { items: Record<string, unknown>[] };
    }>();
    expect(single.data.items.map((item) => item.id)).toEqual(
      ['20100505T080000Z', '20100506T080000Z', '20100507T080000Z'].map((stamp) => `${data.id as string}_${stamp}`),
    );
    expect(single.data.items[0]).toMatchObject({
      originalEvent: { id: data.id, when: { start: '2010-05-05T10:00:00.000+02:00' } },
      when: [{ reminders: [{ minutes: 10 }] }],
    });
  });

  it('keep foreign elements, extended properties, guests and gadgets', async () => {
    const extras =
      "<x:mine xmlns:x='http://example.org/x' x:a='1'>y</x:mine><gd:extendedProperty name='k' value='v'/><gd:extendedProperty name='p' realm='http://schemas.google.com/gCal/2005#calendar' value='w'/><gd:who email='bob@example.org' rel='http://schemas.google.com/g/2005#event.attendee'><gd:attendeeStatus value='http://schemas.google.com/g/2005#event.accepted'/></gd:who></entry>";
    const { body } = await send('POST', feed, { body: tennis.replace('</entry>', extras) });
    expect(body).toContain("<mine xmlns='http://example.org/x' xmlns:a1='http://example.org/x' a1:a='1'>y</mine>");
    expect(body).toContain(
      "<gd:extendedProperty name='k' value='v'/><gd:extendedProperty name='p' realm='http://schemas.google.com/gCal/2005#calendar' value='w'/>",
    );
    expect(body).toContain(
      "<gd:who email='bob@example.org' rel='http://schemas.google.com/g/2005#event.attendee' valueString='bob@example.org'><gd:attendeeStatus value='http://schemas.google.com/g/2005#event.accepted'/></gd:who>",
    );
    const again = await send('PUT', editPath(body), { body });
    expect(again.body).toBe(body);
  });

  it('are written by clients that can only POST, with a byte-order mark and other prefixes', async () => {
    const { body } = await send('POST', feed, {
      body: `\ufeff${tennis.replace(/<(\/?)(?=[a-z]+[ >])/g, '<$1at:').replace('xmlns=', 'xmlns:at=')}`,
    });
    const changed = await send('POST', editPath(body), {
      body,
      headers: { 'x-http-method-override': 'PUT', 'if-match': '*' },
    });
    expect(changed.statusCode).toBe(200);
    const deleted = await send('POST', editPath(body), {
      body: '',
      headers: { 'x-http-method-override': 'DELETE', 'if-match': '*' },
    });
    expect(deleted.statusCode).toBe(200);
  });

  it('of protocol 1 have versions in their edit links; an old one is 409 with the entry as it is (gdata-etag-race)', async () => {
    const created = await send('POST', feed, { body: tennis, version: null });
    expect(created.headers['gdata-version']).toBe('1.0');
    expect(created.body).toContain("<title type='text'>Tennis with Beth</title>");
    expect(created.body).not.toMatch(/gd:etag|app:edited/);
    const path = editPath(created.body);
    expect(path).toMatch(/\/6\d{10,}$/);
    const changed = await send('PUT', path, { body: created.body.replace('Beth', 'Bea'), version: null });
    expect(changed.statusCode).toBe(200);
    const stale = await send('PUT', path, { body: created.body, version: null });
    expect(stale.statusCode).toBe(409);
    expect(stale.body).toContain('Tennis with Bea');
    expect((await send('DELETE', path, { version: null })).statusCode).toBe(409);
    expect((await send('DELETE', editPath(changed.body), { version: null })).statusCode).toBe(200);
  });

  it('of protocol 2 need a precondition, and a stale one is 412 (gdata-etag-race)', async () => {
    const { body } = await send('POST', feed, { body: tennis });
    const path = editPath(body);
    const bare = body.replace(/ gd:etag='[^']*'/, '');
    const missing = await send('PUT', path, { body: bare });
    expect(missing.statusCode).toBe(403);
    expect(missing.headers['content-type']).toBe('application/vnd.google.gdata.error+xml');
    expect(missing.body).toContain('If-Match or If-None-Match header or entry etag attribute required');
    for (const tag of [`W/${etagOf(body)}`, '"other"', '']) {
      expect((await send('PUT', path, { body: bare, headers: { 'if-match': tag } })).statusCode, tag).toBe(412);
    }
    const changed = await send('PUT', path, { body: body.replace('Beth', 'Bea') });
    expect((await send('PUT', path, { body })).statusCode).toBe(412);
    expect((await send('PUT', path, { body, headers: { 'if-match': '*' } })).statusCode).toBe(200);
    expect((await send('DELETE', path, { headers: { 'if-match': etagOf(changed.body) } })).statusCode).toBe(412);
    expect((await send('DELETE', path)).statusCode).toBe(403);
  });

  it('of somebody else are read-only or forbidden', async () => {
    expect((await send('GET', 'alice%40example.org/private/full', { as: 'bob' })).statusCode).toBe(403);
    await share(gdata.server, 'alice', 'bob', 'reader');
    const { body } = await send('GET', 'alice@example.org/private/full', { as: 'bob' });
    expect(body).not.toMatch(/#post|#batch|rel='edit'/);
    expect(body).toContain('alice%40example.org/private/full');
    const post = await send('POST', 'alice%40example.org/private/full', { as: 'bob', body: tennis });
    expect(post.statusCode).toBe(403);
    await share(gdata.server, 'alice', 'bob', 'freeBusy');
    const busy = (await send('GET', 'alice%40example.org/private/full', { as: 'bob' })).body;
    expect(busy).not.toContain('Tennis');
    expect(busy).toContain('<gd:when');
  });
});
