import { createCore, createPrincipal, defaultLimits, randomIds } from '@dayferry/core';
import { createToken } from '@dayferry/auth';
import { iCalendarRenderer, parseObject } from '@dayferry/icalendar';
import { openStore } from '@dayferry/storage';

const day = 86_400_000;
/** The week that is asked for: Monday to Monday. */
export const week = { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 9) };

const basic = (millis) => new Date(millis).toISOString().replaceAll(/[-:]/g, '').slice(0, 15);

/** One of five recurs; the others are spread over a year around the week. */
export function eventText(i) {
  const start = week.from - 180 * day + ((i * 37) % 360) * day + (8 + (i % 9)) * 3_600_000;
  const rule = i % 5 === 0 ? `RRULE:FREQ=WEEKLY;BYDAY=${['MO', 'TU', 'WE', 'TH', 'FR'][(i / 5) % 5]}\r\n` : '';
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bench//Client//EN\r\nBEGIN:VEVENT\r\nUID:bench-${i}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:${basic(start)}Z\r\nDURATION:PT1H\r\nSUMMARY:Event number ${i}\r\nDESCRIPTION:Some words about it\\, as people write them.\r\nLOCATION:Room ${i % 20}\r\n${rule}END:VEVENT\r\nEND:VCALENDAR\r\n`;
}

/** A calendar of `count` events; the token of its owner, and what a reader of the database needs to find the same bytes. */
export async function fill(url, count) {
  const store = await openStore(url);
  const deps = {
    store,
    renderer: iCalendarRenderer,
    clock: Date.now,
    ids: randomIds(Date.now),
    limits: defaultLimits,
    calendarHost: 'group.example.org',
  };
  const core = createCore(deps);
  const user = await store.write((tx) => createPrincipal(deps, tx, { email: 'alice@example.org', name: 'Alice' }));
  const open = await core.calendars.open(await core.directory.viewer(user, ['calendar']), 'alice@example.org');
  for (let i = 0; i < count; i += 100) {
    await core.events.writeMany(
      open,
      Array.from({ length: 100 }, (_, j) => item(i + j)),
    );
  }
  const { secret: token } = await createToken(deps, user, { name: 'bench' });
  const one = await core.events.find(open, { uid: 'bench-1' });
  const inWeek = await core.events.query(open, week);
  await store.close();
  return { token, calendarKey: open.calendar.key, id: one.head.id, keys: inWeek.map((stored) => stored.head.key) };
}

function item(i) {
  const ical = eventText(i);
  return {
    ref: null,
    change: () => parseObject(ical, { limits: defaultLimits }),
    options: { origin: 'ical', ical, resourceName: `bench-${i}.ics` },
  };
}
