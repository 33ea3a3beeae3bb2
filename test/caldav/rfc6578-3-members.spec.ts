import type { Response } from 'light-my-request';
import { beforeEach, describe, expect, it } from 'vitest';
import { content, davServer, eventText, newCalendar, propfind, put, report, responses, xml } from './dav-client.js';

/** RFC 6578 §3, §4: which members are told of, and how; what the token is. */
const { dav } = await davServer();
const home = '/dav/calendars/alice@example.org/';
let calendar = '';
beforeEach(async () => {
  calendar = await newCalendar(dav);
});

const ask = (path: string, token: string, level = '1') =>
  report(
    dav,
    path,
    xml(
      'D:sync-collection',
      `<D:sync-token>${token}</D:sync-token><D:sync-level>${level}</D:sync-level><D:prop><D:getetag/></D:prop>`,
    ),
    { depth: '0' },
  );
const tokenIn = (body: string): string => /<D:sync-token>([^<]*)<\/D:sync-token><\/D:multistatus>/.exec(body)![1]!;
const add = (name: string, summary?: string) => put(dav, `${calendar}${name}`, eventText({ uid: name, summary }));
const collections = (): string[] => [home, calendar, `${home}inbox/`, `${home}notification/`];

describe('§3.2', () => {
  it('each collection that can be synchronised names the report, and has a token', async () => {
    for (const path of collections()) {
      const { body } = await propfind(dav, path, '0', 'D:supported-report-set', 'D:sync-token');
      expect(content(body, 'D:supported-report-set'), path).toContain('<D:report><D:sync-collection/></D:report>');
      expect(URL.canParse(content(body, 'D:sync-token')!), path).toBe(true);
      const answer = await ask(path, '');
      expect(answer.statusCode).toBe(207);
      expect(tokenIn(answer.body)).toBe(content(body, 'D:sync-token'));
    }
  });

  it('what is no such collection does not, and refuses it', async () => {
    await add('a.ics');
    for (const path of [`${calendar}a.ics`, '/dav/principals/alice@example.org/', `${home}outbox/`]) {
      const { body } = await propfind(dav, path, '0', 'D:supported-report-set', 'D:sync-token');
      expect(content(body, 'D:supported-report-set') ?? '', path).not.toContain('sync-collection');
      expect(body).toContain(' 404 ');
      const refused = await ask(path, '');
      expect([refused.statusCode, content(refused.body, 'D:supported-report')], path).toEqual([403, '']);
    }
  });

  it('a body needs a token, and a level that there is', async () => {
    const prop = '<D:prop><D:getetag/></D:prop>';
    const level = '<D:sync-level>2</D:sync-level>';
    for (const inside of [`<D:sync-level>1</D:sync-level>${prop}`, `<D:sync-token/>${level}${prop}`])
      expect((await report(dav, calendar, xml('D:sync-collection', inside))).statusCode).toBe(400);
  });

  it('what has changed has a propstat and no status, what is gone a status and no propstat', async () => {
    for (const name of ['changed.ics', 'gone.ics']) await add(name);
    const since = tokenIn((await ask(calendar, '')).body);
    await add('changed.ics', 'New');
    await dav({ method: 'DELETE', path: `${calendar}gone.ics` });
    const answer = await ask(calendar, since);
    const { body } = answer;
    const all = responses(answer);
    expect(body.match(/<D:response>/g)).toHaveLength(2);
    const changed = all.get(`${calendar}changed.ics`)!;
    expect(changed).toContain('<D:propstat>');
    expect(changed.replaceAll(/<D:propstat>.*?<\/D:propstat>/gs, '')).not.toContain('<D:status>');
    const gone = all.get(`${calendar}gone.ics`)!;
    expect(gone).toContain('<D:status>HTTP/1.1 404 Not Found</D:status>');
    expect(gone).not.toContain('<D:propstat>');
  });
});

describe('§3.3', () => {
  it('with sync-level infinite a calendar is 403 once, when it is first told of', async () => {
    const refused = (answer: Response): string[] =>
      [...responses(answer)].filter(([, text]) => text.includes('<D:sync-traversal-supported/>')).map(([href]) => href);
    const first = await ask(home, '', 'infinite');
    expect(refused(first)).toContain(calendar);
    expect(first.body.match(/<D:response>/g)).toHaveLength(responses(first).size);
    expect(responses(first).get(calendar)).not.toContain('<D:propstat>');
    const since = tokenIn(first.body);
    await add('a.ics');
    const next = await ask(home, since, 'infinite');
    expect(refused(next)).toEqual([]);
    expect([...responses(next).keys()]).toEqual([calendar]);
    const made = await newCalendar(dav);
    expect(refused(await ask(home, tokenIn(next.body), 'infinite'))).toEqual([made]);
  });

  it('of a calendar both levels mean its members', async () => {
    await add('a.ics');
    const [one, infinite] = [await ask(calendar, ''), await ask(calendar, '', 'infinite')];
    expect(infinite.body).toBe(one.body);
  });
});

describe('§3.5.2', () => {
  it('what came and went between two requests is told of as removed', async () => {
    const since = tokenIn((await ask(calendar, '')).body);
    await add('brief.ics');
    await add('brief.ics', 'Changed');
    await dav({ method: 'DELETE', path: `${calendar}brief.ics` });
    const found = responses(await ask(calendar, since));
    expect([...found.keys()]).toEqual([`${calendar}brief.ics`]);
    expect(found.get(`${calendar}brief.ics`)).toContain('HTTP/1.1 404 Not Found');
  });

  it('of a calendar that is removed its members are not', async () => {
    await add('a.ics');
    const since = tokenIn((await ask(home, '', 'infinite')).body);
    await dav({ method: 'DELETE', path: calendar });
    const found = responses(await ask(home, since, 'infinite'));
    expect([...found.keys()]).toEqual([calendar]);
    expect(found.get(calendar)).toContain('HTTP/1.1 404 Not Found');
  });
});

it('§4: sync-token is not in allprop, and cannot be set', async () => {
  for (const path of collections()) {
    const body = xml('D:propfind', '<D:allprop/>');
    const all = await dav({ method: 'PROPFIND', path, headers: { depth: '0' }, body });
    expect([all.statusCode, all.body.includes('sync-token')], path).toEqual([207, false]);
    const set = xml('D:propertyupdate', '<D:set><D:prop><D:sync-token>data:,mine</D:sync-token></D:prop></D:set>');
    const refused = await dav({ method: 'PROPPATCH', path, body: set });
    expect([refused.statusCode, refused.body], path).toEqual([
      207,
      expect.stringContaining('<D:cannot-modify-protected-property/>'),
    ]);
    expect(content((await propfind(dav, path, '0', 'D:sync-token')).body, 'D:sync-token')).not.toBe('data:,mine');
  }
});
