import { beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../harness/index.js';
import { count, find, tennis, type GdataClient, gdataServer } from './gdata-client.js';
import { formats, lacking, printed, type Names } from './printed.js';

const feed = 'default/private/full';
const atomType = { 'content-type': 'application/atom+xml' };
const any = { 'if-match': '*' };

/** Every example that the developer's guide prints of events; lists name what is decided otherwise. */
describe('the guide on events', () => {
  const gdata = gdataServer({ clock: fakeClock('2007-03-13T00:00:00Z') });
  const { send } = gdata;
  let names: Names;

  const compare = (file: string, body: string, more: Names = {}): string[] =>
    lacking(file, body, { ...more, ...names });
  const post = (file: string, alt = '', headers: Record<string, string> = atomType) =>
    send('POST', feed + alt, { headers, body: printed(file, names) });
  const idOf = (body: string): string => find(body, /(?:<id>[^<]*\/|"id":")([^<"]*)/);
  const bareEtag = (body: string): string => find(body, /etag(?:='&quot;|":"\\")([^\\&]*)/);
  const statusOf = async (answer: ReturnType<GdataClient>): Promise<number> => (await answer).statusCode;
  const drop = (id: string) => send('DELETE', `${feed}/${id}`, { headers: any });

  beforeAll(async () => {
    names = {
      'https://www.google.com/calendar/feeds': `${gdata.server.url}/calendar/feeds`,
      'https://www.google.com/calendar/event': `${gdata.server.url}/calendar/event`,
      'http://www.google.com/calendar/feeds': `${gdata.server.url}/calendar/feeds`,
      'Jo March': 'Alice Adler',
      'jo@gmail.com': 'alice@example.org',
    };
  });

  it.each(formats)('creating, updating and deleting one ($format)', async ({ format, alt, headers }) => {
    const created = await post(`create-event.${format}`, alt, headers);
    expect(created.statusCode).toBe(201);
    const day = format === 'xml' ? '2006-04-17T' : '2010-04-17T';
    // Times are shown in the calendar's zone.
    const zoned = {
      [`${day}15:00:00.000Z`]: `${day}17:00:00.000+02:00`,
      [`${day}17:00:00.000Z`]: `${day}19:00:00.000+02:00`,
    };
    expect(compare(`create-event.${format}`, created.body, zoned)).toEqual([]);
    const path = `${feed}/${idOf(created.body)}`;
    const seen = { headers: { 'if-none-match': `"${bareEtag(created.body)}"` } };
    expect(await statusOf(send('GET', path, seen))).toBe(304);
    // The guide leaves the rest of the entry out, and the quotes of the tag.
    const rest =
      format === 'xml'
        ? "<gd:when startTime='2006-03-30T22:00:00.000Z'/>"
        : '"when": [{ "start": "2006-03-30T22:00:00.000Z" }]';
    const own = { ...names, entryID: idOf(created.body), FkkOQgZGeip7ImA6WhVR: bareEtag(created.body), '...': rest };
    const update = printed(`update-event.${format}`, own);
    const updated = await send('PUT', `${path}${alt}`, { headers, body: update });
    expect(updated.statusCode).toBe(200);
    expect(updated.body).toContain("Change of plans - Let's discuss the new proposal.");
    expect(await statusOf(send('PUT', `${path}${alt}`, { headers, body: update }))).toBe(412);
    expect(await statusOf(send('GET', path, seen))).toBe(200);
    const stale = { headers: { 'if-match': `"${bareEtag(created.body)}"` } };
    expect(await statusOf(send('DELETE', path, stale))).toBe(412);
    expect(await statusOf(send('DELETE', path, { headers: any }))).toBe(200);
  });

  it.each(formats)('quick add ($format)', async ({ format, alt, headers }) => {
    const { statusCode, body } = await post(`quick-add.${format}`, alt, headers);
    expect(statusCode).toBe(201);
    // The guide was in California in 2007, and in Zurich in 2010; a day without a year is the next one.
    const here = { '  ...\n': '', '    ...\n': '', '-07:00': '+02:00', '2010-': '2007-', '    ]\n': '    ]' };
    expect(compare(`quick-added.${format}`, body, here)).toEqual([]);
    await drop(idOf(body));
  });

  it.each(formats)('event gadgets ($format)', async ({ format, alt, headers }) => {
    for (const file of [`gadget-image.${format}`, `gadget.${format}`]) {
      const { statusCode, body } = await post(file, alt, headers);
      expect([file, statusCode]).toEqual([file, 201]);
      expect(compare(file, body)).toEqual([]);
      await drop(idOf(body));
    }
  });

  it.each(formats)(
    'recurring events, in the three ways to retrieve them ($format)',
    async ({ format, alt, headers }) => {
      const { statusCode, body } = await post(`create-series.${format}`, alt, headers);
      expect(statusCode).toBe(201);
      expect(compare(`create-series.${format}`, body)).toEqual([]);
      const days = async (query: string): Promise<unknown[]> => {
        const { data } = (await send('GET', `${feed}?alt=jsonc&${query}`)).json<{ data: { items: Listed[] } }>();
        return data.items.map(({ when, recurrence, originalEvent }) => [
          when?.map(({ start }) => start),
          recurrence !== undefined,
          originalEvent !== undefined,
        ]);
      };
      const june = 'start-min=2010-06-01T00:00:00&start-max=2010-06-10T00:00:00';
      expect(await days('')).toEqual([[undefined, true, false]]);
      expect(await days(june)).toEqual([[['2010-06-01', '2010-06-08'], true, false]]);
      expect(await days(`${june}&singleevents=true&orderby=starttime`)).toEqual([
        [['2010-06-01'], false, true],
        [['2010-06-08'], false, true],
      ]);
      await drop(idOf(body));
    },
  );

  it.each(formats)('the feed behind a magic cookie, without credentials ($format)', async ({ format, alt }) => {
    const { calendars, directory } = gdata.server.core;
    const viewer = await directory.viewer((await directory.byEmail('alice@example.org'))!, ['calendar']);
    const open = await calendars.open(viewer, 'alice@example.org');
    const shown = { title: 'Alice Adler', description: 'This is my main calendar.', location: 'California' };
    await calendars.update(open, shown);
    const cookie = await calendars.resetLink(open);
    const times = {
      xml: ['2006-03-30T22:00:00.000Z', '2006-03-30T23:00:00.000Z'],
      json: ['2010-04-01T08:00:00Z', '2010-04-01T09:00:00Z'],
    };
    const [start, end] = times[format as 'xml' | 'json'];
    const lunch = tennis
      .replace('Tennis with Beth', 'Lunch with Darcy')
      .replace('Meet for a quick lesson.', 'Lunch to discuss future plans.')
      .replace('Rolling Lawn Courts', format === 'xml' ? '' : 'California')
      .replace('2006-04-17T15:00:00.000Z', start!)
      .replace('2006-04-17T17:00:00.000Z', end!);
    const id = idOf((await send('POST', feed, { body: lunch })).body);
    // The JSON-C example is of the feed that needs credentials.
    const path = format === 'xml' ? `alice%40example.org/private-${cookie}/full` : feed;
    const { statusCode, body } = await send('GET', path + alt, format === 'xml' ? { as: null } : {});
    expect(statusCode).toBe(200);
    const eid = find(body, /eid=([^'"]*)/);
    const here = {
      'jo@gmail.com/private-magicCookie/full/entryID<': `alice%40example.org/events/${id}<`,
      'feeds/jo@gmail.com/': 'feeds/alice%40example.org/',
      entryID: id,
      '52f4theojvb86bg16ek0muvnag': id,
      magicCookie: cookie,
      aTJxcnNqbW9tcTJnaTE5cnMybmEwaW04bXMgbWFyY2guam9AZ21haWwuY29t: eid,
      NTJmNHRoZW9qdmI4NmJnMTZlazBtdXZuYWcgcmF2ZW1hbitjYWxlbmRhcjVAZ29vZ2xlLmNvbQ: eid,
      // The calendar that was printed was in UTC.
      "startTime='2006-03-30T22:00:00.000Z'": "startTime='2006-03-31T00:00:00.000+02:00'",
      "endTime='2006-03-30T23:00:00.000Z'": "endTime='2006-03-31T01:00:00.000+02:00'",
      'Europe/Zurich': 'Europe/Berlin',
      // As all later answers have it.
      "calendar/'>CL2": "calendar'>Google Calendar",
      '/comments/': '/comments',
      '<gd:where></gd:where>': "<gd:where valueString=''/>",
      // One of three events is printed, and a bracket is missing.
      '"totalResults": 3': '"totalResults": 1',
      '      }\n  }\n}': '      }]\n  }\n}',
    };
    const lacks = compare(`events.${format}`, body, here);
    // Self links say the size of the page (recorded). A read-only feed has no edit links (reference).
    expect(lacks).toEqual(format === 'xml' ? ['/feed/link@rel=self', '/feed/entry/link@rel=edit'] : []);
    await drop(id);
  });

  it.each(formats)('extended properties, reminders and places ($format)', async ({ format, alt, headers }) => {
    const parts = ['extended-properties', 'reminders', 'geo'];
    for (const part of parts) {
      const file = `${part}.${format}`;
      const body = complete(printed(file, names), format);
      const created = await send('POST', feed + alt, { headers, body });
      expect([file, created.statusCode]).toEqual([file, 201]);
      // What is special to the example; its time is shown in the calendar's zone.
      const special =
        format === 'xml'
          ? /gd:extendedProperty|gd:when|gd:reminder|gd:where|georss|gml/
          : /extendedProperties|when|location|geo/;
      const lacks = lacking(file, created.body, { ...names }, (text) => complete(text, format)).filter(
        (path) => special.test(path) && !/@(start|end)Time=/.test(path),
      );
      expect(lacks).toEqual([]);
      await drop(idOf(created.body));
    }
  });

  it('partial responses and partial updates', async () => {
    const guests = ['liz@gmail.com', 'will@gmail.com'].map(
      (email) => `<gd:who email='${email}' rel='http://schemas.google.com/g/2005#event.attendee'/>`,
    );
    const lunch = tennis
      .replace('Tennis with Beth', 'Meet Elizabeth for lunch')
      .replace(
        /<gd:when[^]*<\/gd:when>/,
        `<gd:when endTime='2010-02-22T12:30:00.000-08:00' startTime='2010-02-22T11:00:00.000-08:00'><gd:reminder method='alert' minutes='10'/><gd:reminder method='sms' minutes='10'/></gd:when>${guests.join('')}`,
      );
    const id = idOf((await send('POST', feed, { body: lunch })).body);
    const { body } = await send(
      'GET',
      `${feed}?ctz=America/Los_Angeles&fields=${encodeURIComponent('entry(@gd:*,title,gd:when)')}`,
    );
    expect(compare('partial.xml', body, { '  ...More entries here...\n': '' })).toEqual([]);
    expect(body).not.toMatch(/<id>|<link|<feed[^>]*gd:/);
    const patch = (file: string) =>
      send('PATCH', `${feed}/${id}`, { headers: { 'content-type': 'application/xml', ...any }, body: printed(file) });
    const answered = await patch('patch-answer.xml');
    expect(answered.statusCode).toBe(200);
    expect(answered.body).toMatch(/<gd:who email='will@gmail.com'[^>]*><gd:attendeeStatus value='[^']*event.accepted'/);
    const removed = await patch('patch-remove-guest.xml');
    expect([removed.statusCode, count(removed.body, "email='liz@"), count(removed.body, "email='will@")]).toEqual([
      200, 0, 1,
    ]);
    await drop(id);
  });

  it('a batch of four', async () => {
    const events = await Promise.all(
      ['Existing event', 'Old', 'Unwanted'].map((title) =>
        send('POST', feed, { body: tennis.replace('Tennis with Beth', title) }),
      ),
    );
    const [query, update, remove] = events.map(({ body }) => idOf(body));
    const [, old, unwanted] = events.map(({ body }) => bareEtag(body));
    const own = {
      ...names,
      glcs0kv2qqa0gf52qi1jo018gc: query!,
      glsc0kv2aqa0ff52qi1jo018gc: query!,
      ujm0go5dtngdkr6u91dcqvj0qs: update!,
      d8qbg9egk1n6lhsgq1sjbqffqc: remove!,
      FkkOQgZGeip7ImA6WhVR: old!,
      GUoNTgZCfCp7ImA6WhVW: unwanted!,
      '... additional fields for new entry ...': "<gd:when startTime='2007-09-22T10:00:00Z'/>",
      '... rest of modified full resource representation ...': "<gd:when startTime='2007-09-22T12:00:00Z'/>",
    };
    const { statusCode, body } = await send('POST', `${feed}/batch`, { body: printed('batch.xml', own) });
    expect(statusCode).toBe(200);
    const made = find(body, /Insert itemA[^]*?<id>|<id>[^<]*\/([^</]*)<\/id>(?=(?:(?!<id>)[^])*Insert itemA)/);
    const answered = {
      ...own,
      n9ug78gd9tv53ppn4hdjvk68ek: made,
      '    ... rest of full resource representation ...\n': '',
    };
    // Edit links had versions before 2013; the id of a feed of answers is its own; eids differ.
    const versions = /link@href=.*(event\?eid=|\/633260\d+$)/;
    expect(compare('batched.xml', body, answered).filter((path) => !versions.test(path))).toEqual([
      `/feed/id=${gdata.server.url}/calendar/feeds/default/events`,
    ]);
    const own2 = (await send('GET', feed)).body;
    expect(own2).toContain(find(printed('batch-link.xml'), /(rel='[^']*#batch')/));
    for (const id of [query!, update!, made]) await drop(id);
  });

  it('the feed of a calendar, by date and by text', async () => {
    await post('create-event.xml');
    const list = (query: string) => send('GET', `${feed}?${query}`);
    for (const [query, found] of [
      ['start-min=2006-03-16T00:00:00&start-max=2006-03-24T23:59:59', 0],
      ['start-min=2006-04-16T00:00:00&start-max=2006-04-24T23:59:59', 1],
      ['q=Tennis', 1],
      ['q=Golf', 0],
    ] as const)
      expect(count((await list(query)).body, '<entry')).toBe(found);
    await drop(idOf((await list('q=Tennis')).body.slice((await list('q=Tennis')).body.indexOf('<entry'))));
  });
});

interface Listed {
  when?: { start: string }[];
  recurrence?: string;
  originalEvent?: object;
}

/** The guide leaves parts of these examples out. */
function complete(text: string, format: string): string {
  if (format === 'json') return text.replace(/^ *\.\.\.\n/gm, '').replace(/,(\s*[}\]])/g, '$1');
  const rest = text.includes('<gd:when') ? '' : "<gd:when startTime='2006-03-30T22:00:00.000Z'/>";
  return text.replace('...', rest);
}
