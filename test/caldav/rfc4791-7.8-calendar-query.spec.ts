import { describe, expect, it } from 'vitest';
import { content, davServer, missing, propfind, report, responses, xml } from './dav-client.js';
import { comp, inside, match, prop, query, range } from './query-bodies.js';
import { objects, putObjects } from './query-objects.js';

const calendar = '/dav/calendars/alice@example.org/query/';

const { dav } = await davServer();
await putObjects(dav, calendar);

async function found(filter: string, headers?: Record<string, string>, more = ''): Promise<string> {
  const response = await report(dav, calendar, query(filter, '', more), headers);
  expect(response.statusCode).toBe(207);
  return [...responses(response).keys()]
    .map((path) => path.slice(calendar.length).replace('.ics', ''))
    .sort()
    .join(' ');
}

const everything = Object.keys(objects).sort().join(' ');
const events = 'alarmed allday daily floating instant single weekly';

describe('comp-filter', () => {
  it.each([
    ['nothing below VCALENDAR', comp('VCALENDAR'), everything],
    ['VEVENT', inside('VEVENT'), events],
    ['lower case', comp('vcalendar', comp('vevent')), events],
    ['VTODO', inside('VTODO'), 'both due never'],
    ['VJOURNAL', inside('VJOURNAL'), 'note undated'],
    ['VFREEBUSY, which is never stored', inside('VFREEBUSY'), ''],
    ['VEVENT not defined', inside('VEVENT', '<C:is-not-defined/>'), 'both due never note undated'],
    ['VEVENT and VTODO at once', comp('VCALENDAR', comp('VEVENT') + comp('VTODO')), ''],
    ['an alarm', inside('VEVENT', comp('VALARM')), 'alarmed'],
    [
      'no alarm',
      inside('VEVENT', comp('VALARM', '<C:is-not-defined/>')),
      'allday daily floating instant single weekly',
    ],
    [
      'a property of the calendar',
      comp('VCALENDAR', prop('PRODID', match('//Test//')) + comp('VJOURNAL')),
      'note undated',
    ],
  ])('objects by their components: %s', async (_, filter, expected) => expect(await found(filter)).toBe(expected));
});

describe('time-range', () => {
  it.each([
    ['a week with one instance of a series', '20260208T230000Z', '20260215T230000Z', 'weekly'],
    ['the week of an excluded instance', '20260118T230000Z', '20260125T230000Z', ''],
    ['the day an instance was moved from', '20260126T000000Z', '20260127T000000Z', ''],
    ['the hour it was moved to', '20260127T130000Z', '20260127T140000Z', 'weekly'],
    ['the end is not inside', '20260302T080000Z', '20260302T090000Z', 'weekly'],
    ['an instant at the start', '20260701T120000Z', '20260701T120001Z', 'instant'],
    ['an instant at the end', '20260701T110000Z', '20260701T120000Z', ''],
    ['an all-day event begins at midnight of the calendar', '20260309T224500Z', '20260309T230000Z', ''],
    ['and lasts a day', '20260309T230000Z', '20260309T230100Z', 'allday'],
    ['a floating event is read in the calendar’s zone', '20260320T223000Z', '20260320T224500Z', 'floating'],
  ])('on events: %s', async (_, start, end, expected) =>
    expect(await found(inside('VEVENT', range(start, end)))).toBe(expected),
  );

  it('is open at either side', async () => {
    expect(await found(inside('VEVENT', range('20260601T000000Z')))).toBe('alarmed daily instant weekly');
    expect(await found(inside('VEVENT', range(undefined, '20260301T000000Z')))).toBe('weekly');
  });

  it('takes CALDAV:timezone for floating values', async () => {
    const text =
      'BEGIN:VCALENDAR&#13;\nVERSION:2.0&#13;\nBEGIN:VTIMEZONE&#13;\nTZID:America/New_York&#13;\nEND:VTIMEZONE&#13;\nEND:VCALENDAR';
    const filter = inside('VEVENT', range('20260321T033000Z', '20260321T034500Z'));
    expect(await found(filter)).toBe('');
    expect(await found(filter, undefined, `<C:timezone>${text}</C:timezone>`)).toBe('floating');
    expect(await found(filter, undefined, '<C:timezone-id>America/New_York</C:timezone-id>')).toBe('floating');
  });

  it.each([
    ['before what is due', '20260331T000000Z', '20260402T000000Z', 'due never'],
    ['after what is due', '20260402T000000Z', '20260403T000000Z', 'never'],
    ['inside start and due', '20260405T180000Z', '20260405T190000Z', 'both never'],
  ])('on tasks: %s', async (_, start, end, expected) =>
    expect(await found(inside('VTODO', range(start, end)))).toBe(expected),
  );

  it('on journals counts the day; one without a date is nowhere', async () => {
    expect(await found(inside('VJOURNAL', range('20260501T120000Z', '20260501T130000Z')))).toBe('note');
    expect(await found(inside('VJOURNAL', range('19700101T000000Z')))).toBe('note');
  });

  it('on alarms counts triggers and their repetitions', async () => {
    const at = (start: string, end: string) => found(inside('VEVENT', comp('VALARM', range(start, end))));
    expect(await at('20260530T120000Z', '20260530T120001Z')).toBe('alarmed');
    expect(await at('20260530T140000Z', '20260530T140001Z')).toBe('alarmed');
    expect(await at('20260530T150000Z', '20260601T000000Z')).toBe('');
  });

  it('on properties takes them for instants', async () => {
    expect(await found(inside('VTODO', prop('COMPLETED', range('20260405T130000Z', '20260405T130001Z'))))).toBe('both');
    expect(await found(inside('VEVENT', prop('DTSTART', range('20260105T080000Z', '20260105T080001Z'))))).toBe(
      'weekly',
    );
  });
});

describe('everything in one comp-filter holds for one component (RFC 4791 §9.7.1)', () => {
  it.each([
    ['a range where the override is', range('20260127T130000Z', '20260127T140000Z'), 'weekly'],
    ['a range where the rule is', range('20260209T080000Z', '20260209T090000Z'), ''],
  ])('the title of the override, and %s', async (_, within, expected) =>
    expect(await found(inside('VEVENT', within + prop('SUMMARY', match('Moved'))))).toBe(expected),
  );
  it.each([
    ['where the override is', range('20260127T130000Z', '20260127T140000Z'), ''],
    ['where the rule is', range('20260209T080000Z', '20260209T090000Z'), 'weekly'],
  ])('the title of the master, and a range %s', async (_, within, expected) =>
    expect(await found(inside('VEVENT', within + prop('SUMMARY', match('Weekly'))))).toBe(expected),
  );
  it('an alarm of its own kind at its own time', async () => {
    const at = (action: string) =>
      found(
        inside('VEVENT', comp('VALARM', range('20260530T120000Z', '20260530T120001Z') + prop('ACTION', match(action)))),
      );
    expect(await at('display')).toBe('alarmed');
    expect(await at('audio')).toBe('');
  });
});

describe('prop-filter and param-filter', () => {
  it.each([
    ['a UID', prop('UID', match('single', 'collation="i;octet"')), 'single'],
    ['any case of ASCII letters', prop('SUMMARY', match('wEEk')), 'weekly'],
    ['ASCII letters only', prop('SUMMARY', match('äPFEL')), ''],
    ['the exact letters with i;octet', prop('SUMMARY', match('wEEk', 'collation="i;octet"')), ''],
    ['the default collation by its name', prop('SUMMARY', match('weekly', 'collation="default"')), 'weekly'],
    [
      'any case of any letter, with i;unicode-casemap',
      prop('SUMMARY', match('ÄPFEL', 'collation="i;unicode-casemap"')),
      'single',
    ],
    ['an escaped ampersand', prop('SUMMARY', match('&amp; Birnen')), 'single'],
    ['one of several values', prop('CATEGORIES', match('fruit')), 'single'],
    ['what does not match', prop('SUMMARY', match('a', 'negate-condition="yes"')), 'single weekly'],
    ['a property that is there', prop('CATEGORIES'), 'single'],
    [
      'one that is not',
      prop('RRULE', '<C:is-not-defined/>') +
        prop('CATEGORIES', '<C:is-not-defined/>') +
        prop('SUMMARY', match('Holiday')),
      'allday',
    ],
    ['two at once', prop('SUMMARY', match('apfel')) + prop('UID', match('single')), ''],
    [
      'a parameter',
      prop('ATTENDEE', `${match('bob')}<C:param-filter name="PARTSTAT">${match('accepted')}</C:param-filter>`),
      'single',
    ],
    [
      'the parameter of the same property',
      prop('ATTENDEE', `${match('carol')}<C:param-filter name="PARTSTAT">${match('accepted')}</C:param-filter>`),
      '',
    ],
    [
      'a parameter that is not there',
      prop('ATTENDEE', `${match('carol')}<C:param-filter name="PARTSTAT"><C:is-not-defined/></C:param-filter>`),
      'single',
    ],
    ['an override', prop('SUMMARY', match('Moved')), 'weekly'],
  ])('events by their properties: %s', async (_, filter, expected) =>
    expect(await found(inside('VEVENT', filter))).toBe(expected),
  );

  it('finds the pending tasks (RFC 4791 §7.8.9)', async () => {
    const filter =
      prop('COMPLETED', '<C:is-not-defined/>') + prop('STATUS', match('CANCELLED', 'negate-condition="yes"'));
    expect(await found(inside('VTODO', filter))).toBe('due');
  });
});

it('§7.8: a property that an object does not have is 404 beside those that it has', async () => {
  const answer = responses(await report(dav, calendar, query(inside('VJOURNAL'), '<D:no-such/>')));
  expect(answer.size).toBe(2);
  for (const text of answer.values())
    expect([missing(text), text.includes('<D:getetag>"')]).toEqual(['<D:no-such/>', true]);
});

it('§7.5.1: supported-collation-set names the collations that a text-match takes, and they must be asked for', async () => {
  const { body } = await propfind(dav, calendar, '0', 'C:supported-collation-set');
  const all = [...body.matchAll(/<C:supported-collation>(.*?)<\/C:supported-collation>/g)].map(([, name]) => name!);
  expect(all).toEqual(expect.arrayContaining(['i;ascii-casemap', 'i;octet']));
  for (const name of all)
    expect(await found(inside('VEVENT', prop('UID', match('ail', `collation="${name}"`)))), name).toBe('daily');
  const everythingShown = await dav({ method: 'PROPFIND', path: calendar, headers: { depth: '0' } });
  expect(content(everythingShown.body, 'C:supported-collation-set')).toBeNull();
});

describe('what cannot be answered is refused by name', () => {
  const refused = async (filter: string, element: string): Promise<void> => {
    const { statusCode, body } = await report(dav, calendar, query(filter));
    expect([statusCode, body]).toEqual([403, expect.stringContaining(`<C:${element}/>`)]);
  };

  it.each([
    ['no VCALENDAR', comp('VEVENT')],
    ['two of them', comp('VCALENDAR') + comp('VCALENDAR')],
    ['a VEVENT in a VTODO', inside('VTODO', comp('VEVENT'))],
    ['a range on SUMMARY', inside('VEVENT', prop('SUMMARY', range('20260101T000000Z')))],
    ['a range on VCALENDAR', comp('VCALENDAR', range('20260101T000000Z'))],
    ['a range without sides', inside('VEVENT', range())],
    ['a range that ends first', inside('VEVENT', range('20260102T000000Z', '20260101T000000Z'))],
    ['a range in local time', inside('VEVENT', range('20260102T000000'))],
    ['a date that is none', inside('VEVENT', range('20260231T000000Z'))],
    ['is-not-defined with more', inside('VEVENT', `<C:is-not-defined/>${prop('UID')}`)],
    ['a filter without a name', comp('VCALENDAR', '<C:comp-filter/>')],
    ['both a range and a text', inside('VEVENT', prop('DTSTART', range('20260101T000000Z') + match('x')))],
    ['a negation that is none', inside('VEVENT', prop('UID', match('x', 'negate-condition="maybe"')))],
    ['an element that the RFC does not have', inside('VEVENT', '<C:any/>')],
    ['dav-filter-deep, 5 000 prop-filters', inside('VEVENT', prop('UID').repeat(5_000))],
    [
      'dav-filter-deep, 10 000 nested comp-filters',
      '<C:comp-filter name="VCALENDAR">'.repeat(10_000) + '</C:comp-filter>'.repeat(10_000),
    ],
  ])('valid-filter: %s', async (_, filter) => refused(filter, 'valid-filter'));

  it.each(['i;ascii-numeric', 'i;*', '*', ''])('dav-filter-deep: supported-collation, asked for %j', async (name) =>
    refused(inside('VEVENT', prop('UID', match('x', `collation="${name}"`))), 'supported-collation'),
  );
  it.each([range('20260101T000000Z', '100000101T000000Z'), range('100000101T000000Z')])(
    'max-date-time: %s',
    async (far) => refused(inside('VEVENT', far), 'max-date-time'),
  );
  it('no filter at all', async () =>
    expect((await report(dav, calendar, xml('C:calendar-query', '<D:prop/>'))).body).toContain('<C:valid-filter/>'));
  it('a media type', async () =>
    expect(
      (
        await report(
          dav,
          calendar,
          query(comp('VCALENDAR'), '<C:calendar-data content-type="application/calendar+json"/>'),
        )
      ).body,
    ).toContain('<C:supported-calendar-data/>'));
  it('an unknown report', async () =>
    expect((await report(dav, calendar, xml('D:no-such-report', ''))).body).toContain('<D:supported-report/>'));
});

describe('Depth', () => {
  it.each([{ depth: '0' }, { depth: '1' }, {}])('%o on a calendar means its members', async (headers) =>
    expect(await found(inside('VJOURNAL'), headers as Record<string, string>)).toBe('note undated'),
  );
});
