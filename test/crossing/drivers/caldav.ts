import { toUtc } from '@dayferry/core';
import ICAL from 'ical.js';
import type { TestServer } from '../../harness/index.js';
import { good, instant, type Backstage, type Driver, type View } from '../driver.js';

const collection = '/dav/calendars/alice%40example.org/calendar/';

/** Reads and writes iCalendar with ical.js, as a client of its own would: not with the code under test. */
export function caldavDriver(server: TestServer, backstage: Backstage): Driver {
  const authorization = `Basic ${Buffer.from(`alice@example.org:${server.passwords.alice}`).toString('base64')}`;
  const send = (method: string, url: string, payload?: string) =>
    server.inject({
      method,
      url,
      headers: { authorization, ...(payload === undefined ? {} : { 'content-type': 'text/calendar; charset=utf-8' }) },
      ...(payload === undefined ? {} : { payload }),
    });
  const address = async (uid: string): Promise<string | null> => {
    const identity = await backstage.identity(uid);
    return identity && collection + encodeURIComponent(identity.resourceName);
  };
  return {
    name: 'caldav',
    create: async (body, uid) => {
      good(
        await send('PUT', `${collection}${encodeURIComponent(uid)}.ics`, body.replaceAll('{uid}', uid)),
        'caldav put',
      );
      return uid;
    },
    read: async (uid) => {
      const url = await address(uid);
      if (!url) return null;
      const answer = await send('GET', url);
      good(answer, 'caldav get');
      return answer.body;
    },
    view,
    retitle: (body, title) => {
      const calendar = new ICAL.Component(ICAL.parse(body) as unknown[]);
      master(calendar).updatePropertyWithValue('summary', title);
      return calendar.toString();
    },
    write: async (uid, body) => good(await send('PUT', (await address(uid))!, body), 'caldav put'),
    remove: async (uid) => good(await send('DELETE', (await address(uid))!), 'caldav delete'),
  };
}

function master(calendar: ICAL.Component): ICAL.Component {
  const events = calendar.getAllSubcomponents('vevent');
  return events.find((event) => !event.hasProperty('recurrence-id')) ?? events[0]!;
}

function view(body: string): View {
  const calendar = new ICAL.Component(ICAL.parse(body) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const component = master(calendar);
  const event = new ICAL.Event(component);
  const time = (value: ICAL.Time): string => {
    if (value.isDate) return value.toString();
    // Floating times are compared where the calendar is.
    const isFloating = value.zone === ICAL.Timezone.localTimezone;
    return instant(
      isFloating
        ? new Date(toUtc({ local: value.toString(), zone: null }, 'Europe/Berlin')).toISOString()
        : value.toJSDate().toISOString(),
    );
  };
  return {
    title: event.summary ?? '',
    start: time(event.startDate),
    end: time(event.endDate),
    ...(event.description ? { description: event.description } : {}),
    ...(event.location ? { location: event.location } : {}),
    guests: component
      .getAllProperties('attendee')
      .map((item) => String(item.getFirstValue()).replace(/^mailto:/i, ''))
      .sort(),
    reminders: component
      .getAllSubcomponents('valarm')
      .map(minutes)
      .sort((a, b) => a - b),
    isRecurring: component.hasProperty('rrule'),
  };
}

function minutes(alarm: ICAL.Component): number {
  return -(alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds() / 60;
}
