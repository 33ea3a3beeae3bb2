import { beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../harness/index.js';
import { gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const names = "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'";
const clock = fakeClock('2026-06-15T12:00:00Z');

/** Parameters of the Atom reference and of the protocol in all spellings; what they find is in queries.spec.ts. */
describe('query parameters', () => {
  const gdata = gdataServer({ clock });
  const { send } = gdata;
  const titles = async (query: string): Promise<string> => {
    const { body, statusCode } = await send('GET', `${feed}?${query}`);
    expect(statusCode, body).toBe(200);
    return [...body.matchAll(/<entry.*?<title>([^<]*)</g)].map(([, title]) => title).join('');
  };

  beforeAll(async () => {
    // Changed in the order A, B, C; beginning in the order B, C, A; C is in the past.
    for (const [title, day] of [
      ['A', '2026-07-03'],
      ['B', '2026-06-01'],
      ['C', '2026-06-02'],
    ]) {
      clock.advance(60_000);
      const body = `<entry ${names}><title>${title}</title><gd:when startTime='${day}T10:00:00Z' endTime='${day}T11:00:00Z'/></entry>`;
      expect((await send('POST', feed, { body })).statusCode).toBe(201);
    }
  });

  it.each([
    ['orderby=lastmodified', 'CBA'],
    ['orderby=LastModified', 'CBA'],
    ['sortorder=ascending', 'ABC'],
    ['sortorder=ascend', 'ABC'],
    ['sortorder=a', 'ABC'],
    ['sortorder=descending', 'CBA'],
    ['sortorder=descend', 'CBA'],
    ['sortorder=d', 'CBA'],
    ['orderby=starttime', 'BCA'],
    ['orderby=starttime&sortorder=d', 'ACB'],
    ['futureevents=true', 'A'],
    ['futureevents=true&start-min=2026-05-01&start-max=2026-06-10', 'A'],
    ['futureevents=false', 'CBA'],
    ['futureevents=TRUE', 'A'],
    ['futureevents=1', 'A'],
    ['singleevents=false&showdeleted=false&showhidden=false', 'CBA'],
    ['start-min=2026-06-02', 'CA'],
    ['start-max=2026-06-02', 'B'],
    ['start-min=2026-06-01T13:00:00%2B02:00&start-max=2026-06-30', 'C'],
    // A plus sign that was not escaped.
    ['start-min=2026-06-01T12:59:00+02:00&start-max=2026-06-30', 'CB'],
    ['start-min=2026-06-01T10:30:00.000Z&start-max=2026-06-01T10:31:00Z', 'B'],
    ['start-min=2026-06-01T12:30:00&start-max=2026-06-01T12:31:00', 'B'],
    ['start-min=2026-06-01T03:30:00&start-max=2026-06-01T03:31:00&ctz=America/Los_Angeles', 'B'],
    ['start-min=2026-06-01T03:30:00&start-max=2026-06-01T03:31:00&ctz=America/Los%20Angeles', 'B'],
    ['max-results=0', ''],
    ['max-results=1', 'C'],
    ['max-results=99999999999999999999', 'CBA'],
    ['max-results=1&start-index=2', 'B'],
    ['start-index=99', ''],
    ['max-results=1&max-results=2', 'CB'],
    ['q=', 'CBA'],
    ['q=-zzz', 'CBA'],
    ['author=', 'CBA'],
    ['hl=de&showinlinecomments=true&reqid=7&unknown=x', 'CBA'],
    ['access_token=x&oauth_token=y&gsessionid=abc-', 'CBA'],
    ['xoauth_requestor_id=alice@example.org', 'CBA'],
    ['recurrence-expansion-start=2026-06-01&recurrence-expansion-end=2026-06-02', 'CBA'],
  ])('%s finds %s', async (query, expected) => {
    expect(await titles(query)).toBe(expected);
  });

  it.each([
    'orderby=title',
    'sortorder=up',
    'futureevents=perhaps',
    'singleevents=2',
    'start-min=yesterday',
    'start-max=2026-13-01',
    'updated-min=2026-06-31x',
    'recurrence-expansion-start=1',
    'start-index=0',
    'start-index=-1',
    'max-results=-1',
    'max-results=ten',
    'max-attendees=-1',
    'ctz=Mars/Olympus',
    'alt=pdf',
    'alt=opensearch',
    'category=x',
    'strict=true&unknown=x',
    'extq=name:value',
    'fields=entry(',
    `extq=${Array.from({ length: 51 }, (_, i) => `[n${i}:v]`).join('')}`,
  ])('%s is 400', async (query) => {
    const { statusCode, headers } = await send('GET', `${feed}?${query}`);
    expect([statusCode, headers['content-type']]).toEqual([400, 'application/vnd.google.gdata.error+xml']);
  });

  it('strict=true refuses unknown elements too', async () => {
    const body = (more: string): string => `<entry ${names}><title>S</title>${more}</entry>`;
    const strange = "<x:y xmlns:x='urn:x'/>";
    expect((await send('POST', `${feed}?strict=true`, { body: body(strange) })).statusCode).toBe(400);
    const made = await send('POST', `${feed}?strict=true`, { body: body('') });
    expect(made.statusCode).toBe(201);
    await send('DELETE', String(made.headers.location).split('/feeds/')[1]!, { headers: { 'if-match': '*' } });
  });

  it.each([
    ['2', '', '2.6', true],
    ['2.0', '', '2.6', true],
    ['2.1', '', '2.6', true],
    [null, 'v=2', '2.6', true],
    [null, 'v=2.1', '2.6', true],
    [null, '', '1.0', false],
    ['1.0', 'v=2', '1.0', false],
  ])('GData-Version %s and ?%s are answered as %s', async (version, query, answered, hasEtags) => {
    const { headers, body } = await send('GET', `${feed}?${query}`, { version });
    expect(headers['gdata-version']).toBe(answered);
    expect(body.includes('gd:etag=')).toBe(hasEtags);
    expect(body.includes('http://a9.com/-/spec/opensearch/1.1/')).toBe(hasEtags);
  });

  it('links repeat what was asked, and no credentials', async () => {
    const { body } = await send('GET', `${feed}?q=-z&max-results=1&access_token=t&oauth_token=o&token=k&gsessionid=g`);
    expect(body).toMatch(/rel='next'[^>]*\?q=-z&amp;max-results=1&amp;start-index=2'/);
    expect(body).not.toMatch(/token|gsessionid/);
  });
});
