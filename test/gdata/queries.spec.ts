import { beforeAll, describe, expect, it } from 'vitest';
import { fakeClock, openAs } from '../harness/index.js';
import { find, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const now = Date.UTC(2026, 5, 15, 12);
const clock = fakeClock(now);

const entry = (title: string, when: string, more = ''): string =>
  `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'><title>${title}</title>${when}${more}</entry>`;
const at = (start: string, end: string): string => `<gd:when startTime='${start}' endTime='${end}'/>`;
const guest = (name: string): string => `<gd:who email='${name}@example.org'/>`;
const weekly =
  '<gd:recurrence>DTSTART;TZID=Europe/Berlin:20260601T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n</gd:recurrence>';

describe('queries', () => {
  const gdata = gdataServer({ clock });
  const { send } = gdata;
  const ids: Record<string, string> = {};
  const titles = async (query: string): Promise<string[]> => {
    const { body, statusCode } = await send('GET', `${feed}?${query}`);
    expect(statusCode, body).toBe(200);
    return [...body.matchAll(/<entry.*?<title>([^<]*)</g)].map((match) => match[1]!);
  };

  beforeAll(async () => {
    const add = async (name: string, body: string): Promise<void> => {
      const answer = await send('POST', feed, { body });
      expect(answer.statusCode, answer.body).toBe(201);
      ids[name] = find(answer.body, /<id>[^<]*\/([^</]*)<\/id>/);
      clock.advance(60_000);
    };
    await add('past', entry('Past lunch', at('2026-05-01T10:00:00Z', '2026-05-01T11:00:00Z'), guest('zoe')));
    await add('series', entry('Weekly', weekly));
    await add('allday', entry('Holiday', at('2026-07-01', '2026-07-03')));
    await add(
      'future',
      entry(
        'Lunch "soon"',
        at('2026-06-20T10:00:00Z', '2026-06-20T11:00:00Z'),
        guest('zoe') + guest('bob') + guest('carol'),
      ),
    );
    await add('deleted', entry('Gone', at('2026-06-21T10:00:00Z', '2026-06-21T11:00:00Z')));
    await send('DELETE', `${feed}/${ids.deleted}`, { headers: { 'if-match': '*' } });
    clock.advance(60_000);
  });

  it.each([
    ['', ['Lunch "soon"', 'Holiday', 'Weekly', 'Past lunch']],
    ['sortorder=ascending', ['Past lunch', 'Weekly', 'Holiday', 'Lunch "soon"']],
    ['orderby=starttime', ['Past lunch', 'Weekly', 'Lunch "soon"', 'Holiday']],
    ['start-max=2026-06-01', ['Past lunch']],
    ['start-min=2026-07-01&start-max=2026-07-02&orderby=starttime', ['Holiday']],
    ['start-min=2026-06-19T00:00:00&start-max=2026-06-23T00:00:00&orderby=starttime', ['Weekly', 'Lunch "soon"']],
    ['start-min=2026-05-01T11:00:00Z&start-max=2026-05-02', []],
    ['start-min=2026-05-01T13:00:00%2B02:00&start-max=2026-05-02', []],
    ['start-min=2026-05-01T12:59:00&start-max=2026-05-02', ['Past lunch']],
    ['q=lunch', ['Lunch "soon"', 'Past lunch']],
    ['q=lunch%20-past', ['Lunch "soon"']],
    ['q=%22past%20lunch%22', ['Past lunch']],
    ['q=zoe@example.org%20holiday', []],
    ['q=%25', []],
    ['futureevents=true&orderby=starttime', ['Weekly', 'Lunch "soon"', 'Holiday']],
    ['showdeleted=true&orderby=starttime', ['Past lunch', 'Weekly', 'Lunch "soon"', 'Gone', 'Holiday']],
    ['updated-min=2026-06-15T12:03:00Z&showdeleted=false', ['Gone', 'Lunch "soon"']],
    ['updated-max=2026-06-15T12:01:00Z', ['Past lunch']],
    ['published-min=2026-06-15T12:02:00Z&published-max=2026-06-15T12:03:00Z', ['Holiday']],
    ['author=ADLER', ['Lunch "soon"', 'Holiday', 'Weekly', 'Past lunch']],
    ['author=bob', []],
    [
      'singleevents=true&orderby=starttime&start-min=2026-06-15&start-max=2026-06-30',
      ['Weekly', 'Lunch "soon"', 'Weekly', 'Weekly'],
    ],
    [
      'singleevents=true&orderby=starttime&start-min=2026-06-15&start-max=2026-06-30&sortorder=d&max-results=2',
      ['Weekly', 'Weekly'],
    ],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected.map((title) => title));
  });

  it('list the occurrences of a series in the window, or in one of its own', async () => {
    const starts = async (query: string): Promise<string[]> => {
      const { body } = await send('GET', `${feed}?q=Weekly&${query}`);
      return [...body.matchAll(/<gd:when endTime='[^']*' startTime='([^']*)'/g)].map((match) => match[1]!.slice(0, 10));
    };
    expect(await starts('start-min=2026-06-02&start-max=2026-06-16')).toEqual(['2026-06-08', '2026-06-15']);
    expect(await starts('recurrence-expansion-start=2026-06-02&recurrence-expansion-end=2026-06-09')).toEqual([
      '2026-06-08',
    ]);
    expect(await starts('max-results=5')).toEqual([]);
  });

  it('show times in the zone asked for', async () => {
    const { body } = await send('GET', `${feed}?q=past&ctz=America/Los_Angeles`);
    expect(body).toContain("startTime='2026-05-01T03:00:00.000-07:00'");
    expect((await send('GET', `${feed}?q=past&ctz=Etc/UTC`)).body).toContain("startTime='2026-05-01T10:00:00.000Z'");
  });

  it('cut long guest lists, and a PUT of the cut list removes nobody', async () => {
    const path = `${feed}/${ids.future}`;
    const { body } = await send('GET', `${path}?max-attendees=2`);
    expect(body.match(/<gd:who/g)).toHaveLength(1);
    const edit = find(body, /rel='edit'[^>]*href='([^']*)'/);
    expect(edit).toMatch(/\?max-attendees=2$/);
    expect((await send('PUT', edit.split('/feeds/')[1]!, { body })).statusCode).toBe(200);
    expect((await send('GET', path)).body.match(/<gd:who/g)).toHaveLength(4);
  });

  it('are paged, and the pages hold everything once', async () => {
    const seen: string[] = [];
    let path = `${feed}?max-results=2&orderby=starttime&gsessionid=abc-`;
    for (let pages = 0; pages < 5; pages += 1) {
      const { body } = await send('GET', path);
      expect(body).toContain('<openSearch:totalResults>4</openSearch:totalResults>');
      expect(body).not.toContain('gsessionid');
      seen.push(...[...body.matchAll(/<entry.*?<id>([^<]*)</g)].map((match) => match[1]!));
      const next = /rel='next'[^>]*href='([^']*)'/.exec(body)?.[1];
      if (!next) break;
      path = next.replaceAll('&amp;', '&').split('/feeds/')[1]!;
    }
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
    expect((await send('GET', `${feed}?max-results=2&start-index=3`)).body).toMatch(
      /rel='previous'[^>]*start-index=1'/,
    );
  });

  it('answer 304 while nothing changes, in each representation by itself', async () => {
    const first = await send('GET', feed);
    const headers = { 'if-none-match': first.headers.etag as string };
    expect((await send('GET', feed, { headers })).statusCode).toBe(304);
    expect((await send('GET', `${feed}?alt=jsonc`, { headers })).statusCode).toBe(200);
    clock.advance(5_000);
    expect(
      (await send('GET', feed, { headers: { 'if-modified-since': first.headers['last-modified'] as string } }))
        .statusCode,
    ).toBe(304);
    await send('POST', feed, { body: entry('New', at('2026-08-01', '2026-08-02')) });
    expect((await send('GET', feed, { headers })).statusCode).toBe(200);
  });

  it('say in JSON-C what the guide prints of a feed', async () => {
    const { data } = (await send('GET', `${feed}?alt=jsonc&context=me`)).json<{ data: object }>();
    expect(Object.keys(data)).toEqual([
      'kind',
      'etag',
      'id',
      'author',
      'title',
      'details',
      'updated',
      'totalResults',
      'startIndex',
      'itemsPerPage',
      'feedLink',
      'selfLink',
      'canPost',
      'timeZone',
      'timesCleaned',
      'items',
    ]);
    expect(data).toMatchObject({
      kind: 'calendar#eventFeed',
      totalResults: 5,
      itemsPerPage: 25,
      canPost: true,
      timeZone: 'Europe/Berlin',
      selfLink: expect.stringMatching(/\?alt=jsonc&context=me&max-results=25$/),
    });
  });

  it('find events by their extended properties (Java: extq)', async () => {
    const property = `<gd:extendedProperty name='job' value='a]"b'/>`;
    const body = entry('Tagged', at('2026-06-25T10:00:00Z', '2026-06-25T11:00:00Z'), property);
    const { headers } = await send('POST', feed, { body });
    const query = (text: string) => `extq=${encodeURIComponent(text)}`;
    expect(await titles(query('[job:"a]\\"b"]'))).toEqual(['Tagged']);
    expect(await titles(`singleevents=true&${query('[job:"a]\\"b"]')}`)).toEqual(['Tagged']);
    expect(await titles(query('[job:other]'))).toEqual([]);
    await send('DELETE', find(String(headers.location), /feeds\/(.*)$/), { headers: { 'if-match': '*' } });
  });

  it('are 410 from version 2.1 on when deletions of that time are forgotten', async () => {
    const { store } = gdata.server.gateway.dependencies;
    const { calendar } = await openAs(gdata.server.core, 'alice@example.org');
    const ask = async (version: string, since: string) =>
      (await send('GET', `${feed}?updated-min=${since}`, { version })).statusCode;
    expect(await ask('2.1', '2001-01-01')).toBe(200);
    await store.write((tx) => tx.forgetTombstones(calendar.key, 1));
    expect(await ask('2.1', '2001-01-01')).toBe(410);
    expect(await ask('2.1', '2026-06-15')).toBe(200);
    expect(await ask('2', '2001-01-01')).toBe(200);
  });
});
