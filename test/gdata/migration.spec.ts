import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { find, gdataClient, type GdataClient } from './gdata-client.js';

/** An event with something in every row of the migration guide's first table. */
const full = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'>
  <title>Lunch</title><content>Lunch to discuss future plans.</content>
  <link rel='http://schemas.google.com/gCal/2005/webContent' href='https://example.org/icon.gif' title='Doodle' type='image/gif'>
    <gCal:webContent url='https://example.org/doodle.gif' width='276' height='120'><gCal:webContentGadgetPref name='color' value='green'/></gCal:webContent>
  </link>
  <gd:eventStatus value='http://schemas.google.com/g/2005#event.tentative'/>
  <gd:extendedProperty name='shared' value='1'/>
  <gd:extendedProperty name='own' value='2' realm='http://schemas.google.com/gCal/2005#calendar'/>
  <gd:transparency value='http://schemas.google.com/g/2005#event.transparent'/>
  <gd:visibility value='http://schemas.google.com/g/2005#event.private'/>
  <gd:when startTime='2010-04-17T15:00:00.000+02:00' endTime='2010-04-17T17:00:00.000+02:00'><gd:reminder method='email' minutes='30'/></gd:when>
  <gd:where valueString='California'/>
  <gd:who email='bob@example.com' rel='http://schemas.google.com/g/2005#event.attendee' valueString='Bob'>
    <gd:attendeeStatus value='http://schemas.google.com/g/2005#event.accepted'/><gd:attendeeType value='http://schemas.google.com/g/2005#event.optional'/>
  </gd:who>
  <gCal:guestsCanInviteOthers value='false'/><gCal:guestsCanSeeGuests value='false'/>
</entry>`;

type Body = Record<string, unknown>;

/** Each row of the guide's tables: what v2 shows, and what v3 shows of the same thing (seed: migration guide). */
describe('the migration guide', () => {
  let server: TestServer;
  let send: GdataClient;
  const v3 = async (path: string): Promise<Body> => {
    const headers = { authorization: `Bearer ${server.tokens.alice}` };
    return (await server.inject({ method: 'GET', url: `/calendar/v3/${path}`, headers })).json<Body>();
  };
  const post = async (body: string): Promise<{ atom: string; id: string }> => {
    const atom = (await send('POST', 'default/private/full', { body })).body;
    return { atom, id: find(atom, /<id>[^<]*\/([^</]*)<\/id>/) };
  };
  const value = (xml: string, name: string): string => find(xml, new RegExp(`<${name} value='([^']*)'`));

  beforeAll(async () => {
    server = await startServer();
    send = gdataClient(server);
  });
  afterAll(() => server.close());

  it('a single event', async () => {
    const { atom, id } = await post(full);
    const event = await v3(`calendars/primary/events/${id}`);
    expect(event).toMatchObject({
      kind: 'calendar#event',
      id,
      creator: { displayName: find(atom, /<author><name>([^<]*)/), email: find(atom, /<email>([^<]*)/) },
      updated: find(atom, /<updated>([^<]*)/),
      // v3 says whole seconds.
      created: `${find(atom, /<published>([^<.]*)/)}.000Z`,
      description: find(atom, /<content>([^<]*)/),
      summary: find(atom, /<title>([^<]*)/),
      status: 'tentative',
      extendedProperties: { shared: { shared: '1' }, private: { own: '2' } },
      transparency: 'transparent',
      visibility: 'private',
      reminders: { useDefault: false, overrides: [{ method: 'email', minutes: 30 }] },
      location: find(atom, /<gd:where valueString='([^']*)'/),
      sequence: Number(value(atom, 'gCal:sequence')),
      iCalUID: value(atom, 'gCal:uid'),
      gadget: {
        iconLink: 'https://example.org/icon.gif',
        title: 'Doodle',
        type: 'image/gif',
        link: 'https://example.org/doodle.gif',
        width: 276,
        height: 120,
        preferences: { color: 'green' },
      },
      guestsCanInviteOthers: false,
      guestsCanSeeOtherGuests: false,
    });
    const [attendee] = (event.attendees as Body[]).filter(({ email }) => email === 'bob@example.com');
    expect(attendee).toMatchObject({ displayName: 'Bob', responseStatus: 'accepted', optional: true });
    const { start, end } = event as Record<string, { dateTime: string }>;
    expect([start!.dateTime, end!.dateTime].map((text) => Date.parse(text))).toEqual(
      ['startTime', 'endTime'].map((name) => Date.parse(find(atom, new RegExp(`${name}='([^']*)'`)))),
    );
    for (const suffix of ['tentative', 'transparent', 'private', 'accepted', 'optional'])
      expect(atom).toContain(`http://schemas.google.com/g/2005#event.${suffix}'`);
  });

  it('an all-day event has dates', async () => {
    const { atom, id } = await post(
      full.replace(/<gd:when .*?<\/gd:when>/s, "<gd:when startTime='2010-05-05' endTime='2010-05-06'/>"),
    );
    expect(atom).toContain("<gd:when endTime='2010-05-06' startTime='2010-05-05'/>");
    expect(await v3(`calendars/primary/events/${id}`)).toMatchObject({
      start: { date: '2010-05-05' },
      end: { date: '2010-05-06' },
    });
  });

  it('a recurring event and its instances', async () => {
    const rule =
      'DTSTART;TZID=Europe/Berlin:20100505T100000\r\nDTEND;TZID=Europe/Berlin:20100505T110000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n';
    const { atom, id } = await post(full.replace(/<gd:when .*?<\/gd:when>/s, `<gd:recurrence>${rule}</gd:recurrence>`));
    expect(atom).toMatch(/<gd:recurrence>DTSTART;TZID=Europe\/Berlin:20100505T100000/);
    const series = await v3(`calendars/primary/events/${id}`);
    expect(series).toMatchObject({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'], start: { timeZone: 'Europe/Berlin' } });
    const stamp = `${id}_20100512T080000Z`;
    const instance = (await send('GET', `default/private/full/${stamp}`)).body;
    expect(find(instance, /<gd:originalEvent href='[^']*' id='([^']*)'/)).toBe(id);
    const original = find(instance, /<gd:originalEvent [^>]*><gd:when startTime='([^']*)'/);
    const same = (await v3(`calendars/primary/events/${stamp}`)) as { originalStartTime: { dateTime: string } };
    expect(same).toMatchObject({ id: stamp, recurringEventId: id });
    expect(Date.parse(same.originalStartTime.dateTime)).toBe(Date.parse(original));
  });

  it('a calendar, split in two', async () => {
    const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'><title>League</title><summary>Games</summary><gCal:timezone value='America/Los_Angeles'/><gCal:color value='#2952A3'/><gCal:hidden value='true'/><gCal:selected value='true'/><gd:where valueString='Oakland'/></entry>`;
    const atom = (await send('POST', 'default/owncalendars/full', { body })).body;
    const id = decodeURIComponent(find(atom, /<id>[^<]*\/([^</]*)<\/id>/));
    const shared = {
      id,
      summary: 'League',
      description: 'Games',
      location: 'Oakland',
      timeZone: 'America/Los_Angeles',
    };
    expect(await v3(`calendars/${encodeURIComponent(id)}`)).toMatchObject({ kind: 'calendar#calendar', ...shared });
    expect(await v3(`users/me/calendarList/${encodeURIComponent(id)}?colorRgbFormat=true`)).toMatchObject({
      ...shared,
      accessRole: value(atom, 'gCal:accesslevel'),
      hidden: true,
      selected: true,
    });
  });

  it('an access rule', async () => {
    const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gAcl='http://schemas.google.com/acl/2007'><gAcl:scope type='user' value='darcy@example.org'/><gAcl:role value='http://schemas.google.com/gCal/2005#editor'/></entry>`;
    const atom = (await send('POST', 'alice%40example.org/acl/full', { body })).body;
    const id = decodeURIComponent(find(atom, /<id>[^<]*\/([^</]*)<\/id>/));
    expect(await v3(`calendars/primary/acl/${encodeURIComponent(id)}`)).toMatchObject({
      kind: 'calendar#aclRule',
      id: 'user:darcy@example.org',
      role: 'writer',
      scope: { type: 'user', value: 'darcy@example.org' },
    });
  });

  it('a setting', async () => {
    const atom = (await send('GET', 'default/settings/timezone')).body;
    expect(await v3('users/me/settings/timezone')).toMatchObject({
      kind: 'calendar#setting',
      id: 'timezone',
      value: find(atom, /settingsProperty name='timezone' value='([^']*)'/),
    });
  });

  it.each(['GoogleLogin auth=', 'AuthSub token=', 'authsub token="', 'Bearer '])(
    'tokens in the spelling of old clients: %s',
    async (prefix) => {
      const authorization = `${prefix}${server.tokens.alice}${prefix.endsWith('"') ? '"' : ''}`;
      expect((await send('GET', 'default', { as: null, headers: { authorization } })).statusCode).toBe(200);
      const alias = { 'x-gdata-authorization': authorization };
      expect((await send('GET', 'default', { as: null, headers: alias })).statusCode).toBe(200);
    },
  );
});
