import { createDAVClient, type DAVCalendar, type DAVCalendarObject } from 'tsdav';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type Account, type RunningGateway } from './gateway.js';

type Client = Awaited<ReturnType<typeof createDAVClient>>;

describe('tsdav', () => {
  let gateway: RunningGateway;
  let client: Client;
  let made = 0;

  beforeAll(async () => {
    gateway = await startGateway();
    client = await signIn(gateway.alice);
  });
  afterAll(() => gateway.stop());

  it('finds the account by discovery', async () => {
    const account = await client.createAccount({ account: { accountType: 'caldav', serverUrl: gateway.url } });
    expect(account).toMatchObject({
      rootUrl: `${gateway.url}/dav/`,
      principalUrl: `${gateway.url}/dav/principals/alice@example.org/`,
      homeUrl: `${gateway.url}/dav/calendars/alice@example.org/`,
    });
  });

  it('signs in with a token too', async () => {
    const bearer = await createDAVClient({
      serverUrl: gateway.url,
      credentials: { accessToken: gateway.alice.token },
      authMethod: 'Bearer',
      defaultAccountType: 'caldav',
    });
    expect(await bearer.fetchCalendars()).not.toHaveLength(0);
  });

  it('is refused with a wrong password', async () => {
    await expect(signIn({ ...gateway.alice, password: 'wrong' })).rejects.toThrow(/credentials|401/i);
  });

  it('lists calendars with what an application shows', async () => {
    const calendar = await newCalendar({ 'd:displayname': 'Team', 'ca:calendar-color': '#FF8800' });
    expect(calendar).toMatchObject({ displayName: 'Team', calendarColor: '#FF8800' });
    expect(calendar.components).toContain('VEVENT');
    expect(calendar.reports).toEqual(expect.arrayContaining(['calendarMultiget', 'calendarQuery', 'syncCollection']));
    expect(calendar.syncToken).toContain(':');
    expect(calendar.ctag).toBeTruthy();
  });

  it('gives objects back byte for byte, by query and by multiget', async () => {
    const calendar = await newCalendar();
    for (const [name, text] of Object.entries(texts)) await create(calendar, `${name}.ics`, text);
    for (const useMultiGet of [true, false]) {
      const objects = await client.fetchCalendarObjects({ calendar, useMultiGet });
      expect(byName(objects)).toEqual(texts);
      expect(objects.every(({ etag }) => etag?.startsWith('"'))).toBe(true);
    }
  });

  it('creates, changes and deletes an object, each by its ETag', async () => {
    const calendar = await newCalendar();
    await create(calendar, 'one.ics', texts.plain);
    const again = await client.createCalendarObject({ calendar, filename: 'one.ics', iCalString: texts.plain });
    expect(again.status).toBe(412);

    const [before] = await client.fetchCalendarObjects({ calendar });
    const data = texts.plain.replace('SUMMARY:Plain', 'SUMMARY:Changed');
    const changed = await client.updateCalendarObject({ calendarObject: { ...before!, data } });
    expect(changed.status).toBe(204);
    const [after] = await client.fetchCalendarObjects({ calendar });
    expect([byName([after!]), after!.etag]).toEqual([{ one: data }, changed.headers.get('etag')]);

    expect((await client.updateCalendarObject({ calendarObject: before! })).status).toBe(412);
    expect((await client.deleteCalendarObject({ calendarObject: before! })).status).toBe(412);
    expect((await client.deleteCalendarObject({ calendarObject: after! })).status).toBe(204);
    expect(await client.fetchCalendarObjects({ calendar })).toEqual([]);
  });

  it('finds objects in a time range, and expands them', async () => {
    const calendar = await newCalendar();
    await create(calendar, 'weekly.ics', texts.weekly);
    await create(calendar, 'plain.ics', texts.plain);
    const timeRange = { start: '2026-03-08T00:00:00Z', end: '2026-03-24T00:00:00Z' };
    expect(byName(await client.fetchCalendarObjects({ calendar, timeRange }))).toEqual({ weekly: texts.weekly });
    const [expanded] = await client.fetchCalendarObjects({ calendar, timeRange, expand: true });
    expect(expanded!.data.match(/^DTSTART:.*$/gm)).toEqual([
      'DTSTART:20260309T080000Z',
      'DTSTART:20260316T080000Z',
      'DTSTART:20260323T080000Z',
    ]);
    expect(expanded!.data).not.toContain('RRULE');
  });

  it('syncs a collection: what is new, changed and gone', async () => {
    const calendar = await newCalendar();
    for (const name of ['kept', 'changed', 'gone']) await create(calendar, `${name}.ics`, named(name));
    const first = await sync({ ...calendar, objects: [], syncToken: undefined });
    expect(names(first.objects.created)).toEqual(['changed', 'gone', 'kept']);

    const known = await client.fetchCalendarObjects({ calendar });
    const of = (name: string): DAVCalendarObject => known.find(({ url }) => url.endsWith(`${name}.ics`))!;
    await client.updateCalendarObject({ calendarObject: { ...of('changed'), data: named('changed', 'X-NEW:1') } });
    await client.deleteCalendarObject({ calendarObject: of('gone') });
    await create(calendar, 'new.ics', named('new'));
    const second = await sync({ ...calendar, objects: known, syncToken: first.syncToken });
    expect(names(second.objects.created)).toEqual(['new']);
    expect(names(second.objects.updated)).toEqual(['changed']);
    expect(names(second.objects.deleted)).toEqual(['gone']);

    const third = await sync({ ...calendar, objects: known, syncToken: second.syncToken });
    expect(Object.values(third.objects)).toEqual([[], [], []]);
  });

  it('knows by the ctag whether anything changed', async () => {
    const calendar = await newCalendar();
    const isDirty = async (): Promise<boolean> => (await client.isCollectionDirty({ collection: calendar })).isDirty;
    expect(await isDirty()).toBe(false);
    await create(calendar, 'one.ics', texts.plain);
    expect(await isDirty()).toBe(true);
  });

  it('sees calendars come and go', async () => {
    const oldCalendars = await client.fetchCalendars();
    const calendar = await newCalendar();
    const { created, deleted } = await client.syncCalendars({ oldCalendars, detailedResult: true });
    expect([created.map(({ url }) => url), deleted]).toEqual([[calendar.url], []]);
    await client.deleteObject({ url: calendar.url });
    const after = await client.syncCalendars({ oldCalendars: [...oldCalendars, calendar], detailedResult: true });
    expect([after.created, after.deleted.map(({ url }) => url)]).toEqual([[], [calendar.url]]);
  });

  it("tells the person's own addresses", async () => {
    const account = await client.createAccount({ account: { accountType: 'caldav', serverUrl: gateway.url } });
    expect(await client.fetchCalendarUserAddresses({ account })).toContain('mailto:alice@example.org');
  });

  function signIn({ email, password }: Account): Promise<Client> {
    return createDAVClient({
      serverUrl: gateway.url,
      credentials: { username: email, password },
      authMethod: 'Basic',
      defaultAccountType: 'caldav',
    });
  }

  async function newCalendar(props: Record<string, string> = {}): Promise<DAVCalendar> {
    const url = `${gateway.url}/dav/calendars/alice@example.org/tsdav-${++made}/`;
    await client.makeCalendar({ url, props });
    return (await client.fetchCalendars()).find((calendar) => calendar.url === url)!;
  }

  async function create(calendar: DAVCalendar, filename: string, iCalString: string): Promise<void> {
    const answer = await client.createCalendarObject({ calendar, filename, iCalString });
    expect([answer.status, answer.headers.get('etag')]).toEqual([201, expect.stringMatching(/^"/)]);
  }

  const sync = (calendar: DAVCalendar) =>
    client.smartCollectionSyncDetailed({
      collection: { ...calendar, objectMultiGet: client.calendarMultiGet },
      method: 'webdav',
    });
});

// tsdav cuts white space off both ends of what it reads, and with it the last CR LF.
const byName = (objects: DAVCalendarObject[]): Record<string, string> =>
  Object.fromEntries(objects.map(({ url, data }) => [/([^/]+)\.ics$/.exec(url)![1]!, `${data}\r\n`]));

const names = (objects: DAVCalendarObject[]): string[] => Object.keys(byName(objects)).sort();

const named = (uid: string, ...more: string[]): string =>
  object(`UID:${uid}`, 'DTSTAMP:20260101T000000Z', 'DTSTART:20260302T090000Z', 'DURATION:PT1H', ...more);

const object = (...lines: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const texts = {
  plain: named('plain', 'SUMMARY:Plain'),
  weekly: object(
    'UID:weekly',
    'DTSTAMP:20260101T000000Z',
    'DTSTART;TZID=Europe/Berlin:20260302T090000',
    'DURATION:PT1H',
    'RRULE:FREQ=WEEKLY;COUNT=4',
  ),
  special: named('special', 'SUMMARY:a & b <c> "d" \'e\' ]]> &amp\\; Größe 🗓', 'X-VENDOR;X-P="a:b":kept'),
  folded: named('folded', `DESCRIPTION:${'long '.repeat(11)}`, ` ${'and longer '.repeat(5)}`, '  end'),
};
