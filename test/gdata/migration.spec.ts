import { beforeAll, describe, expect, it } from 'vitest';
import { find, gdataServer } from './gdata-client.js';

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
  <gd:when startTime='2010-04-17T15:00:00.000+02:00' endTime='2010-04-17T17:00:00.000+02:00'><gCal:displayTimezone start='America/New_York' end='Europe/London'/><gd:reminder method='email' minutes='30'/></gd:when>
  <gd:where valueString='California'/>
  <gd:who email='bob@example.com' rel='http://schemas.google.com/g/2005#event.attendee' valueString='Bob'>
    <gd:attendeeStatus value='http://schemas.google.com/g/2005#event.accepted'/><gd:attendeeType value='http://schemas.google.com/g/2005#event.optional'/>
  </gd:who>
  <gCal:guestsCanInviteOthers value='false'/><gCal:guestsCanSeeGuests value='false'/>
</entry>`;

type Body = Record<string, unknown>;

/** Each row of the guide's tables: what v2 shows, and what v3 shows of the same thing (seed: migration guide). */
describe('the migration guide', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  const v3 = async (path: string): Promise<Body> => {
    const headers = { authorization: `Bearer ${gdata.server.tokens.alice}` };
    return (await gdata.server.inject({ method: 'GET', url: `/calendar/v3/${path}`, headers })).json<Body>();
  };
  const post = async (body: string): Promise<{ atom: string; id: string }> => {
    const atom = (await send('POST', 'default/private/full', { body })).body;
    return { atom, id: find(atom, /<id>[^<]*\/([^</]*)<\/id>/) };
  };

  describe('rows of a single event', () => {
    let atom: string;
    let event: Body;
    beforeAll(async () => {
      const posted = await post(full);
      atom = posted.atom;
      event = await v3(`calendars/primary/events/${posted.id}`);
    });
    const guest = (): Body => (event.attendees as Body[]).find(({ email }) => email === 'bob@example.com')!;
    const at = (name: string): string =>
      new Date((event[name] as { dateTime: string }).dateTime).toISOString().replace('.000Z', '');

    /** What v2 shows, and what v3 shows of it: the same where nothing else is named. */
    it.each<[row: string, v2: RegExp | string, v3: () => unknown, expected?: unknown]>([
      ['atom:author/atom:name', /<author><name>([^<]*)/, () => (event.creator as Body).displayName],
      ['atom:author/atom:email', /<author>.*?<email>([^<]*)/, () => (event.creator as Body).email],
      ['atom:id', /<id>[^<]*\/events\/([^<]*)<\/id>/, () => event.id],
      ['atom:published', /<published>([^<]*)/, () => Date.parse(event.created as string) <= Date.now(), true],
      ['atom:updated', /<updated>([^<]*)/, () => event.updated],
      ['atom:category', "term='http://schemas.google.com/g/2005#event'", () => event.kind, 'calendar#event'],
      ['atom:content', /<content>([^<]*)/, () => event.description],
      ["atom:link[@rel='alternate']", /rel='alternate'[^>]*href='([^']*)'/, () => event.htmlLink],
      ['atom:title', /<title>([^<]*)/, () => event.summary],
      ['gd:comments', /<gd:feedLink href='([^']*)'/, () => 'comments' in event, false],
      ['gd:eventStatus', /<gd:eventStatus value='[^']*event\.([^']*)'/, () => event.status],
      [
        'gd:extendedProperty, shared',
        "<gd:extendedProperty name='shared' value='1'/>",
        () => event.extendedProperties,
        { shared: { shared: '1' }, private: { own: '2' } },
      ],
      [
        'gd:extendedProperty, of the calendar',
        "name='own' realm='http://schemas.google.com/gCal/2005#calendar' value='2'",
        () => (event.extendedProperties as Body).private,
        { own: '2' },
      ],
      ['gd:transparency', /<gd:transparency value='[^']*event\.([^']*)'/, () => event.transparency],
      ['gd:visibility', /<gd:visibility value='[^']*event\.([^']*)'/, () => event.visibility],
      ['gd:when@startTime', "startTime='2010-04-17T15:00:00.000+02:00'", () => at('start'), '2010-04-17T13:00:00'],
      ['gd:when@endTime', "endTime='2010-04-17T17:00:00.000+02:00'", () => at('end'), '2010-04-17T15:00:00'],
      ['gCal:displayTimezone@start', /displayTimezone [^>]*start='([^']*)'/, () => (event.start as Body).timeZone],
      ['gCal:displayTimezone@end', /displayTimezone end='([^']*)'/, () => (event.end as Body).timeZone],
      [
        'gd:reminder',
        "<gd:reminder method='email' minutes='30'/>",
        () => event.reminders,
        { useDefault: false, overrides: [{ method: 'email', minutes: 30 }] },
      ],
      ['gd:where', /<gd:where valueString='([^']*)'/, () => event.location],
      ['gd:who@email', /<gd:who email='(bob[^']*)'/, () => guest().email],
      ['gd:who@valueString', /email='bob[^>]*valueString='([^']*)'/, () => guest().displayName],
      ['gd:attendeeStatus', /<gd:attendeeStatus value='[^']*event\.([^']*)'/, () => guest().responseStatus],
      ['gd:attendeeType', "event.optional'", () => guest().optional, true],
      ['gCal:sequence', /<gCal:sequence value='([^']*)'/, () => String(event.sequence)],
      ['gCal:uid', /<gCal:uid value='([^']*)'/, () => event.iCalUID],
      ['webContent@href', /webContent'[^>]*href='([^']*)'/, () => (event.gadget as Body).iconLink],
      ['webContent@title', /webContent'[^>]*title='([^']*)'/, () => (event.gadget as Body).title],
      ['webContent@type', /webContent'[^>]*type='([^']*)'/, () => (event.gadget as Body).type],
      ['gCal:webContent@url', /<gCal:webContent [^>]*url='([^']*)'/, () => (event.gadget as Body).link],
      ['gCal:webContent@width', /<gCal:webContent [^>]*width='([^']*)'/, () => String((event.gadget as Body).width)],
      ['gCal:webContent@height', /<gCal:webContent [^>]*height='([^']*)'/, () => String((event.gadget as Body).height)],
      [
        'gCal:webContentGadgetPref',
        "name='color' value='green'",
        () => (event.gadget as Body).preferences,
        { color: 'green' },
      ],
      ['gCal:guestsCanModify', "<gCal:guestsCanModify value='false'/>", () => event.guestsCanModify ?? false, false],
      [
        'gCal:guestsCanInviteOthers',
        "<gCal:guestsCanInviteOthers value='false'/>",
        () => event.guestsCanInviteOthers,
        false,
      ],
      [
        'gCal:guestsCanSeeGuests',
        "<gCal:guestsCanSeeGuests value='false'/>",
        () => event.guestsCanSeeOtherGuests,
        false,
      ],
    ])('%s', (...[, shown, value, expected]) => {
      if (typeof shown === 'string') expect(atom).toContain(shown);
      const said = typeof shown === 'string' ? undefined : find(atom, shown);
      expect(value()).toEqual(expected ?? said);
    });
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

  describe('rows of a calendar, which v3 has split in two', () => {
    let atom: string;
    let calendar: Body;
    let listed: Body;
    beforeAll(async () => {
      const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'><title>League</title><summary>Games</summary><gCal:timezone value='America/Los_Angeles'/><gCal:color value='#2952A3'/><gCal:hidden value='true'/><gCal:selected value='true'/><gd:where valueString='Oakland'/></entry>`;
      atom = (await send('POST', 'default/owncalendars/full', { body })).body;
      const id = find(atom, /<id>[^<]*\/([^</]*)<\/id>/);
      calendar = await v3(`calendars/${id}`);
      listed = await v3(`users/me/calendarList/${id}?colorRgbFormat=true`);
    });

    it.each<[row: string, v2: RegExp, v3: () => unknown, expected?: unknown]>([
      ['gd:etag', /gd:etag='([^']*)'/, () => typeof calendar.etag, 'string'],
      ['gd:kind', /gd:kind='([^']*)'/, () => calendar.kind],
      ['atom:id', /<id>[^<]*\/calendars\/([^<]*)<\/id>/, () => encodeURIComponent(calendar.id as string)],
      ['atom:published', /<published>([^<]*)/, () => 'published' in calendar, false],
      ['atom:updated', /<updated>([^<]*)/, () => 'updated' in calendar, false],
      ['atom:title', /<title>([^<]*)/, () => calendar.summary],
      ['atom:summary', /<summary>([^<]*)/, () => calendar.description],
      ['atom:author', /<author><name>([^<]*)/, () => 'author' in calendar, false],
      ['gd:where', /<gd:where valueString='([^']*)'/, () => calendar.location],
      ['gCal:timezone', /<gCal:timezone value='([^']*)'/, () => calendar.timeZone],
      ['gCal:accesslevel', /<gCal:accesslevel value='([^']*)'/, () => listed.accessRole],
      // v3 has a palette of its own, and shows the nearest of it.
      ['gCal:color', /<gCal:color value='(#2952A3)'/, () => listed.backgroundColor, '#4986e7'],
      ['gCal:hidden', /<gCal:hidden value='([^']*)'/, () => String(listed.hidden)],
      ['gCal:selected', /<gCal:selected value='([^']*)'/, () => String(listed.selected)],
      ['gCal:timesCleaned', /<gCal:timesCleaned value='([^']*)'/, () => 'timesCleaned' in calendar, false],
    ])('%s', (...[, shown, value, expected]) => {
      const said = find(atom, shown);
      expect(value()).toEqual(expected ?? said);
    });
  });

  it.each([
    ['editor', "type='user' value='emma@example.org'", 'editor', 'writer'],
    ['read', "type='domain' value='example.net'", 'read', 'reader'],
    ['freebusy', "type='default'", 'freebusy', 'freeBusyReader'],
    ['owner', "type='user' value='jane@example.org'", 'owner', 'owner'],
  ])('rows of an access rule: gAcl:role %s', async (...[, scope, role, shown]) => {
    const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gAcl='http://schemas.google.com/acl/2007'><gAcl:scope ${scope}/><gAcl:role value='http://schemas.google.com/gCal/2005#${role}'/></entry>`;
    const atom = (await send('POST', 'alice%40example.org/acl/full', { body })).body;
    const id = find(atom, /<id>[^<]*\/acl\/([^<]*)<\/id>/);
    const rule = await v3(`calendars/primary/acl/${id}`);
    expect(rule).toMatchObject({ kind: 'calendar#aclRule', id: decodeURIComponent(id), role: shown });
    expect(find(atom, /gd:kind='([^']*)'/)).toBe('calendar#acl');
    expect([find(atom, /gd:etag='([^']*)'/) !== '', typeof rule.etag]).toEqual([true, 'string']);
    const { type, value } = rule.scope as { type: string; value?: string };
    expect(scope).toBe(`type='${type}'${value === undefined ? '' : ` value='${value}'`}`);
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
      const authorization = `${prefix}${gdata.server.tokens.alice}${prefix.endsWith('"') ? '"' : ''}`;
      expect((await send('GET', 'default', { as: null, headers: { authorization } })).statusCode).toBe(200);
      const alias = { 'x-gdata-authorization': authorization };
      expect((await send('GET', 'default', { as: null, headers: alias })).statusCode).toBe(200);
    },
  );
});
