import { describe, expect, it } from 'vitest';
import { content, davServer, eventText, openCollection, put, report, responses, xml } from './dav-client.js';
import { inside, multiget, query } from './query-bodies.js';
import { objects, putObjects } from './query-objects.js';

const calendar = '/dav/calendars/alice@example.org/query/';

const { server, dav } = await davServer();
await putObjects(dav, calendar);

describe('calendar-data', () => {
  const data = async (element: string, name: string, filter = inside('VEVENT')): Promise<string> => {
    const response = await report(dav, calendar, query(filter, element));
    return content(responses(response).get(`${calendar}${name}.ics`)!, 'C:calendar-data')!;
  };
  const expand = (start: string, end: string): string =>
    `<C:calendar-data><C:expand start="${start}" end="${end}"/></C:calendar-data>`;

  it('is the stored text, escaped', async () => {
    expect((await data('<C:calendar-data/>', 'single')).replaceAll('&amp;', '&')).toBe(objects.single);
  });

  it('is expanded into instances in UTC, overrides in place, without rules or zones', async () => {
    const text = await data(expand('20260112T000000Z', '20260210T000000Z'), 'weekly');
    expect(text).not.toMatch(/RRULE|EXDATE|RDATE|VTIMEZONE|TZID/);
    expect(text.match(/^RECURRENCE-ID:.*$/gm)).toEqual(
      ['12', '26']
        .map((day) => `RECURRENCE-ID:202601${day}T080000Z`)
        .concat(['02', '09'].map((day) => `RECURRENCE-ID:202602${day}T080000Z`)),
    );
    expect(text).toContain('DTSTART:20260127T130000Z');
    expect(text.match(/SUMMARY:Moved/g)).toHaveLength(1);
    expect(text.match(/SUMMARY:Weekly/g)).toHaveLength(3);
  });

  it('keeps dates when it is expanded', async () => {
    const text = await data(expand('20270102T000000Z', '20270104T000000Z'), 'daily');
    expect(text).toContain('RECURRENCE-ID;VALUE=DATE:20270102');
    expect(text).toContain('DTSTART;VALUE=DATE:20270102');
  });

  it('of a series with too many instances says so, for that member alone', async () => {
    await put(
      dav,
      `${calendar}secondly.ics`,
      eventText({
        uid: 'secondly',
        start: 'DTSTART:19700101T000000Z',
        end: '',
        summary: 'x',
        more: ['RRULE:FREQ=SECONDLY'],
      }),
    );
    const answer = responses(
      await report(dav, calendar, query(inside('VEVENT'), expand('20260101T000000Z', '20270101T000000Z'))),
    );
    await dav({ method: 'DELETE', path: `${calendar}secondly.ics` });
    expect(answer.get(`${calendar}single.ics`)).toContain('HTTP/1.1 200 OK');
    const refused = answer.get(`${calendar}secondly.ics`);
    if (refused) expect(refused).toContain('<D:error><C:max-instances/></D:error>');
  });

  it('is limited to the overrides of a range', async () => {
    const limit = (start: string, end: string): string =>
      `<C:calendar-data><C:limit-recurrence-set start="${start}" end="${end}"/></C:calendar-data>`;
    expect(await data(limit('20260126T000000Z', '20260128T000000Z'), 'weekly')).toBe(objects.weekly);
    // It counts where an override was to be, and where it is.
    expect(await data(limit('20260126T000000Z', '20260127T000000Z'), 'weekly')).toBe(objects.weekly);
    expect(await data(limit('20260127T130000Z', '20260127T140000Z'), 'weekly')).toBe(objects.weekly);
    const text = await data(limit('20260301T000000Z', '20260308T000000Z'), 'weekly');
    expect(text).toContain('RRULE:FREQ=WEEKLY');
    expect(text).not.toContain('RECURRENCE-ID');
  });

  it('has no meaning in a PROPFIND', async () => {
    const response = await dav({
      method: 'PROPFIND',
      path: `${calendar}single.ics`,
      headers: { depth: '0' },
      body: xml('D:propfind', '<D:prop><C:calendar-data/></D:prop>'),
    });
    expect(response.body).toContain(' 404 ');
  });
});

describe('calendar-multiget', () => {
  const get = async (...hrefs: string[]) => report(dav, calendar, multiget(hrefs), {});

  it.each([
    ['a path', () => `${calendar}single.ics`],
    ['an absolute URL', () => `${server.url}${calendar}single.ics`],
    ['encoded', () => '/dav/calendars/alice%40example.org/query/%73ingle.ics'],
    [
      'the other tree, by the calendar’s id',
      async () => `/caldav/v2/${(await calendarId()).replace('@', '%40')}/events/single.ics`,
    ],
  ])('finds %s, and names it as a listing does', async (_, make) => {
    const answer = responses(await get(await make()));
    expect([...answer.keys()]).toEqual([`${calendar}single.ics`]);
    expect(answer.get(`${calendar}single.ics`)).toContain('SUMMARY:Äpfel &amp; Birnen');
  });

  it('answers 404 for each that is not here, and each once', async () => {
    const elsewhere = [
      '/dav/calendars/alice@example.org/other/single.ics',
      `${calendar}none.ics`,
      '/etc/passwd',
      `${calendar}../query/single.ics`,
      `${calendar}%zz`,
      'x',
      '',
    ];
    const answer = responses(
      await get(...elsewhere, `${calendar}due.ics`, `${calendar}due.ics`, `${calendar}%64ue.ics`),
    );
    expect(answer.size).toBe(elsewhere.length + 1);
    for (const href of elsewhere) expect(answer.get(href)).toContain(' 404 ');
  });

  it('dav-multiget-huge: gives 5 000 in one answer, and refuses more by name', async () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `${calendar}${i}.ics`);
    const most = await report(dav, calendar, multiget([...many(4_999), `${calendar}due.ics`]), {});
    expect(most.statusCode).toBe(207);
    expect(most.body).toContain('SUMMARY:Due');
    const over = await report(dav, calendar, multiget(many(5_001)), {});
    expect([over.statusCode, over.body]).toEqual([
      403,
      expect.stringContaining('<D:number-of-matches-within-limits/>'),
    ]);
    const far = await report(dav, calendar, multiget(many(200_000)), {});
    expect([403, 413]).toContain(far.statusCode);
  });

  it.each(['0', '1', 'infinity'])('does not heed Depth %s', async (depth) => {
    const answer = await report(dav, calendar, multiget([`${calendar}due.ics`]), { depth });
    expect(responses(answer).get(`${calendar}due.ics`)).toContain('SUMMARY:Due');
  });

  it.each([
    ['00000101T000000Z', '20260101T000000Z', 'min-date-time'],
    ['20260101T000000Z', '100000101T000000Z', 'max-date-time'],
  ])('refuses an expand from %s to %s', async (start, end, condition) => {
    const data = `<C:calendar-data><C:expand start="${start}" end="${end}"/></C:calendar-data>`;
    const refused = await report(dav, calendar, multiget([`${calendar}due.ics`], data), {});
    expect([refused.statusCode, content(refused.body, `C:${condition}`)]).toEqual([403, '']);
  });

  it('can be asked of the object itself', async () => {
    const response = await report(dav, `${calendar}due.ics`, multiget([`${calendar}due.ics`]), {});
    expect(responses(response).get(`${calendar}due.ics`)).toContain('SUMMARY:Due');
  });
});

async function calendarId(): Promise<string> {
  return (await openCollection(server, 'query')).calendar.id;
}
