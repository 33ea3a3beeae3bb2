import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, fakeClock, type Person } from '../harness/index.js';
import { share, tennis, gdataServer } from './gdata-client.js';
import { lacking, printed, type Names } from './printed.js';

const busyTimes = 'default/freebusy/busy-times';

/** Who is busy when in the guide's examples, hours of 13 March 2010 in UTC. */
const meetings: Record<Person, [start: string, end: string][]> = {
  alice: [
    ['09:00', '10:00'],
    ['11:00', '11:30'],
    ['12:00', '14:00'],
    ['15:00', '15:15'],
    ['16:00', '16:30'],
  ],
  bob: [
    ['14:00', '14:30'],
    ['16:00', '16:30'],
  ],
  carol: [
    ['09:00', '11:30'],
    ['13:00', '13:30'],
    ['15:00', '16:15'],
  ],
};

describe('the guide on busy times', () => {
  const gdata = gdataServer({ clock: fakeClock('2010-03-13T00:00:00Z') });
  const { send } = gdata;
  let names: Names;

  beforeAll(async () => {
    const day = '2010-03-13T';
    for (const [person, list] of Object.entries(meetings) as [Person, [string, string][]][]) {
      if (person !== 'alice') await share(gdata.server, person, 'alice', 'freeBusy');
      for (const [start, end] of list) {
        const body = tennis
          .replace('2006-04-17T15:00:00.000', `${day}${start}:00`)
          .replace('2006-04-17T17:00:00.000', `${day}${end}:00`);
        expect((await send('POST', 'default/private/full', { as: person, body })).statusCode).toBe(201);
      }
    }
    await addGroup(gdata.server.gateway.dependencies, { email: 'group@example.org', name: 'Group' }, [
      'alice',
      'bob',
      'carol',
    ]);
    names = {
      'https://www.google.com/calendar/feeds': `${gdata.server.url}/calendar/feeds`,
      'http://www.google.com/calendar/feeds': `${gdata.server.url}/calendar/feeds`,
      'freebusy/liz%40example.com': 'freebusy/busy-times/bob%40example.org',
      'freebusy/john%40example.com': 'freebusy/busy-times/carol%40example.org',
      'freebusy/alice%40example.com': 'freebusy/busy-times/alice%40example.org',
      'liz%40example.com': 'bob%40example.org',
      'john%40example.com': 'carol%40example.org',
      'example.com': 'example.org',
      'liz@': 'bob@',
      'john@': 'carol@',
      'Elizabeth Bennet': 'Bob Baker',
      'John Doe': 'Carol Cook',
    };
  });

  const compare = (file: string, body: string, more: Names = {}): string[] =>
    lacking(file, body, { ...more, ...names }, wellFormed);

  it('of a user', async () => {
    const { statusCode, body } = await send('GET', `${busyTimes}/bob%40example.org`);
    expect(statusCode).toBe(200);
    expect(compare('busy-times.xml', body)).toEqual([]);
    const range = 'start-min=2010-03-13T00:00:00Z&start-max=2010-03-14T00:00:00Z';
    expect(compare('busy-times.xml', (await send('GET', `${busyTimes}/bob%40example.org?${range}`)).body)).toEqual([]);
  });

  it('of the members of a group, page by page', async () => {
    const { body } = await send('GET', 'default/freebusy/group/group%40example.org/busy-times?max-results=25');
    const lacks = compare('group-busy-times.xml', body, { '>33<': '>3<' });
    // The group that is printed has more members than a page has entries.
    expect(lacks.filter((path) => !/link@(rel=next|href=.*start-token)/.test(path))).toEqual([]);
  });

  it('of several users in one batch, a group among them', async () => {
    const batch = await send('POST', `${busyTimes}/batch`, { body: printed('busy-batch.xml', names) });
    expect(batch.statusCode).toBe(200);
    // Each answer has an id of its own.
    expect(compare('busy-batched.xml', batch.body).filter((path) => !path.endsWith('/batch/ID'))).toEqual([]);
    const body = wellFormed(printed('busy-batch-group.xml', names));
    const group = (await send('POST', `${busyTimes}/batch`, { body })).body;
    expect(group).toContain("<batch:status code='200' reason='Success'/>");
    expect(group).toMatch(/<gd:feedLink[^>]*><feed[^>]*gd:kind='calendar#groupFreebusyFeed'/);
  });
});

/** The examples leave elements open, misspell an end tag, have bare ampersands, and times without seconds. */
function wellFormed(text: string): string {
  return text
    .replaceAll('</udpated>', '</updated>')
    .replace(/(<gCal:timeRange>[^]*?)<gCal:timeRange>/g, '$1</gCal:timeRange>')
    .replaceAll('&max-results', '&amp;max-results')
    .replace(/^ *\.\.\.\n/gm, '')
    .replace(/(T\d\d:\d\d)(:\d\d)?Z/g, (_all, time: string) => `${time}:00.000Z`);
}
