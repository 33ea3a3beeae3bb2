import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { basic, davClient, eventText, propfind, put, report, responses, xml } from './dav-client.js';

/** What programs take for granted, by its numbers in the list of client needs: 15, 28, 36, 37. */
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;
const server = await startServer({ listen: true });
const dav = davClient(server);

afterAll(() => server.close());

const listed = (text: string): string[] => text.match(/<D:(?:href|getetag|sync-token)>[^<]*/g) ?? [];

it('[15] the same octets have the same ETag, and tokens hold, on another start and on another replica', async () => {
  await put(dav, `${calendar}one.ics`, eventText());
  await put(dav, `${calendar}two.ics`, eventText({ uid: 'two' }));
  const { databaseUrl: url } = server.gateway.config;
  const another = await startServer({ database: { url, drop: () => Promise.resolve() } });
  const there = davClient({ ...another, passwords: server.passwords });
  const before = await propfind(dav, calendar, '1', 'D:getetag', 'D:sync-token');
  const after = await propfind(there, calendar, '1', 'D:getetag', 'D:sync-token');
  expect(listed(before.body)).toHaveLength(6);
  expect(listed(after.body)).toEqual(listed(before.body));
  const token = /<D:sync-token>([^<]*)/.exec(before.body)![1]!;
  const sync = `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>`;
  expect(responses(await report(there, calendar, xml('D:sync-collection', sync))).size).toBe(0);
  await another.close();
});

it('[28, 36] one connection serves on after a body that is too large', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (method: string, name: string, body = ''): Promise<[number, boolean]> => {
    const headers = { authorization: basic(server, 'alice'), 'content-type': 'text/calendar' };
    const sent = request(`${server.url}${calendar}${name}`, { method, agent, headers }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return [answer.statusCode!, sent.reusedSocket];
  };
  expect(await ask('PUT', 'wire.ics', eventText({ uid: 'wire' }))).toEqual([201, false]);
  expect(await ask('PUT', 'wire.ics', eventText({ uid: 'wire', summary: 'x'.repeat(2_000_000) }))).toEqual([403, true]);
  for (let i = 0; i < 20; i += 1) expect(await ask('GET', 'wire.ics')).toEqual([200, true]);
  agent.destroy();
});

it('[37] answers are XML, whatever other protocols have put into events', async () => {
  const insert = (text: string) =>
    server.inject({
      method: 'POST',
      url: '/calendar/v3/calendars/alice@example.org/events',
      headers: { authorization: `Bearer ${server.tokens.alice}` },
      payload: { summary: text, description: text, start: { date: '2027-03-02' }, end: { date: '2027-03-03' } },
    });
  for (const odd of [']]>&<b>', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud800']) {
    const { statusCode } = await insert(`odd ${odd}`);
    expect(statusCode === 200 || statusCode === 400, `${statusCode} for ${odd}`).toBe(true);
  }
  const only = '<C:comp-filter name="VEVENT"><C:time-range start="20270301T000000Z"/></C:comp-filter>';
  const filter = `<C:filter><C:comp-filter name="VCALENDAR">${only}</C:comp-filter></C:filter>`;
  const answer = await report(dav, calendar, xml('C:calendar-query', `<D:prop><C:calendar-data/></D:prop>${filter}`));
  expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
  expect(answer.body).toContain('odd ]]&gt;&amp;&lt;b&gt;');
  const isNone = (char: string): boolean => (char < ' ' && !'\t\n\r'.includes(char)) || '\ufffe\uffff'.includes(char);
  expect([...answer.body].filter(isNone)).toEqual([]);
  expect(answer.body).not.toContain(']]>');
});
