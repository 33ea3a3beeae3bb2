import { readdirSync, readFileSync } from 'node:fs';
import { defaultLimits } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { atom } from '../namespaces.table.js';
import { toDraft } from './event-data.js';
import { readEventEntry } from './event-entry.js';
import { parseContext } from './parse-context.js';
import { readXml, type XmlElement } from './read-xml.js';
import { childrenNamed } from './xml-element.js';

const root = new URL('../../../../test/fixtures/gdata/', import.meta.url);
const read = (path: string): XmlElement => readXml(readFileSync(new URL(path, root), 'utf8'), defaultLimits);
const context = parseContext(undefined, {
  calendarZone: 'America/Los_Angeles',
  ownerEmail: 'gdata.ops.demo@gmail.com',
});

describe('what clients and the old service wrote', () => {
  it.each(readdirSync(new URL('feeds/', root)))('%s: every entry that is an event has a start', (name) => {
    for (const entry of childrenNamed(read(`feeds/${name}`), `{${atom}}entry`)) {
      const view = readEventEntry(entry);
      if (view.when.length === 0 && view.recurrence === undefined) continue;
      if (view.when.length <= 1) expect(toDraft(view, context).master.start).toBeDefined();
    }
  });

  it('reads indented and run-together recurrence text', () => {
    const draft = toDraft(readEventEntry(read('entries/event-recurrence-exception-entry.xml')), context);
    expect(draft.master.start).toMatchObject({ local: '2007-04-03T10:00:00', zone: 'America/Anchorage' });
    expect(draft.recurrence?.rules).toEqual(['FREQ=DAILY;UNTIL=20070408T180000Z;WKST=SU']);
    expect(draft.recurrence?.exdates).toHaveLength(3);
  });

  it('reads an instance of libgdata with IANA link relations', () => {
    const view = readEventEntry(read('entries/calendar-test-04.xml'));
    expect(view).toMatchObject({
      id: 'g5928e82rrch95b25f8ud0dlsg_20090429T153000Z',
      original: { id: 'g5928e82rrch95b25f8ud0dlsg', start: '2009-04-29T16:30:00.000+01:00' },
      foreign: [],
    });
    expect(toDraft(view, context).master).toMatchObject({
      visibility: 'private',
      alarms: [{ action: 'email' }, { action: 'popup' }],
    });
  });

  it('reads guests, additional guests and all-day times', () => {
    const [entry] = childrenNamed(read('feeds/FeedCalendarEventTest1.xml'), `{${atom}}entry`);
    const { master } = toDraft(readEventEntry(entry!), context);
    expect(master).toMatchObject({
      start: { local: '2006-11-13', zone: null },
      end: { local: '2006-11-16', zone: null },
    });
    expect(master.attendees).toMatchObject([{ status: 'declined' }, { additionalGuests: 5 }]);
  });

  it('refuses several times without a recurrence, and words that are none', () => {
    expect(() => toDraft(readEventEntry(read('entries/calendar-test-03.xml')), context)).toThrow(/gd:recurrence/);
    expect(() => toDraft(readEventEntry(read('entries/calendar-test-06.xml')), context)).toThrow();
  });
});
