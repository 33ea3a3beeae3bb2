import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { content, davClient, eventText, put, report, responses, xml, type Dav } from './dav-client.js';
import { alarm, comp, inside, match, multiget, object, prop, query, range } from './query-bodies.js';

let server: TestServer;
let dav: Dav;
const calendar = '/dav/calendars/alice@example.org/query/';

const task = (uid: string, ...lines: string[]): string => object('VTODO', uid, ...lines);
const journal = (uid: string, ...lines: string[]): string => object('VJOURNAL', uid, ...lines);

const objects: Record<string, string> = {
  single: eventText({
    uid: 'single',
    summary: 'Äpfel & Birnen',
    more: [
      'CATEGORIES:Work,Fruit',
      'ATTENDEE;PARTSTAT=ACCEPTED;CN=Bob:mailto:bob@example.org',
      'ATTENDEE:mailto:carol@example.org',
    ],
  }),
  allday: eventText({ uid: 'allday', start: 'DTSTART;VALUE=DATE:20260310', end: '', summary: 'Holiday' }),
  floating: eventText({ uid: 'floating', start: 'DTSTART:20260320T233000', end: 'DTEND:20260320T234500' }),
  weekly: eventText({
    uid: 'weekly',
    start: 'DTSTART;TZID=Europe/Berlin:20260105T090000',
    end: 'DTEND;TZID=Europe/Berlin:20260105T100000',
    summary: 'Weekly',
    more: [
      'RRULE:FREQ=WEEKLY',
      'EXDATE;TZID=Europe/Berlin:20260119T090000',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:weekly',
      'DTSTAMP:20260101T000000Z',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260126T090000',
      'DTSTART;TZID=Europe/Berlin:20260127T140000',
      'DTEND;TZID=Europe/Berlin:20260127T150000',
      'SUMMARY:Moved',
    ],
  }),
  daily: eventText({
    uid: 'daily',
    start: 'DTSTART;VALUE=DATE:20270101',
    end: '',
    summary: 'Daily',
    more: ['RRULE:FREQ=DAILY;COUNT=5'],
  }),
  alarmed: eventText({
    uid: 'alarmed',
    start: 'DTSTART:20260601T120000Z',
    end: 'DTEND:20260601T130000Z',
    more: alarm('TRIGGER:-P2D', 'REPEAT:2', 'DURATION:PT1H'),
  }),
  instant: eventText({ uid: 'instant', start: 'DTSTART:20260701T120000Z', end: '' }),
  due: task('due', 'SUMMARY:Due', 'DUE:20260401T120000Z', 'STATUS:NEEDS-ACTION'),
  both: task(
    'both',
    'SUMMARY:Both',
    'DTSTART:20260405T120000Z',
    'DUE:20260406T120000Z',
    'STATUS:COMPLETED',
    'COMPLETED:20260405T130000Z',
  ),
  never: task('never', 'SUMMARY:No dates'),
  note: journal('note', 'SUMMARY:Note', 'DTSTART;VALUE=DATE:20260501'),
  undated: journal('undated', 'SUMMARY:Undated'),
};

beforeAll(async () => {
  server = await startServer();
  dav = davClient(server);
  await dav({ method: 'MKCALENDAR', path: calendar });
  for (const [name, text] of Object.entries(objects))
    expect([name, (await put(dav, `${calendar}${name}.ics`, text)).statusCode]).toEqual([name, 201]);
});
afterAll(() => server.close());

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
  ])('%s', async (_, filter, expected) => expect(await found(filter)).toBe(expected));
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
  ])('%s', async (_, start, end, expected) => expect(await found(inside('VEVENT', range(start, end)))).toBe(expected));

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
  ])('%s, and the title of the override', async (_, within, expected) =>
    expect(await found(inside('VEVENT', within + prop('SUMMARY', match('Moved'))))).toBe(expected),
  );
  it.each([
    ['where the override is', range('20260127T130000Z', '20260127T140000Z'), ''],
    ['where the rule is', range('20260209T080000Z', '20260209T090000Z'), 'weekly'],
  ])('a range %s, and the title of the master', async (_, within, expected) =>
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
  ])('%s', async (_, filter, expected) => expect(await found(inside('VEVENT', filter))).toBe(expected));

  it('finds the pending tasks (RFC 4791 §7.8.9)', async () => {
    const filter =
      prop('COMPLETED', '<C:is-not-defined/>') + prop('STATUS', match('CANCELLED', 'negate-condition="yes"'));
    expect(await found(inside('VTODO', filter))).toBe('due');
  });
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
    ['5 000 prop-filters', inside('VEVENT', prop('UID').repeat(5_000))],
    [
      '10 000 nested comp-filters',
      '<C:comp-filter name="VCALENDAR">'.repeat(10_000) + '</C:comp-filter>'.repeat(10_000),
    ],
  ])('valid-filter: %s', async (_, filter) => refused(filter, 'valid-filter'));

  it('supported-collation', async () =>
    refused(inside('VEVENT', prop('UID', match('x', 'collation="i;ascii-numeric"'))), 'supported-collation'));
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

describe('calendar-data', () => {
  const data = async (element: string, name: string, filter = inside('VEVENT')): Promise<string> => {
    const response = await report(dav, calendar, query(filter, element));
    return content(responses(response).get(`${calendar}${name}.ics`)!, 'C:calendar-data')!;
  };
  const expand = (start: string, end: string): string =>
    `<C:calendar-data><C:expand start="${start}" end="${end}"/></C:calendar-data>`;

  it('is the stored text, escaped', async () => {
    expect((await data('<C:calendar-data/>', 'single')).replaceAll('&amp;', '&')).toBe(objects.single);
  });

  it('is expanded into instances in UTC, overrides in place, without rules or zones', async () => {
    const text = await data(expand('20260112T000000Z', '20260210T000000Z'), 'weekly');
    expect(text).not.toMatch(/RRULE|EXDATE|RDATE|VTIMEZONE|TZID/);
    expect(text.match(/^RECURRENCE-ID:.*$/gm)).toEqual(
      ['12', '26']
        .map((day) => `RECURRENCE-ID:202601${day}T080000Z`)
        .concat(['02', '09'].map((day) => `RECURRENCE-ID:202602${day}T080000Z`)),
    );
    expect(text).toContain('DTSTART:20260127T130000Z');
    expect(text.match(/SUMMARY:Moved/g)).toHaveLength(1);
    expect(text.match(/SUMMARY:Weekly/g)).toHaveLength(3);
  });

  it('keeps dates when it is expanded', async () => {
    const text = await data(expand('20270102T000000Z', '20270104T000000Z'), 'daily');
    expect(text).toContain('RECURRENCE-ID;VALUE=DATE:20270102');
    expect(text).toContain('DTSTART;VALUE=DATE:20270102');
  });

  it('of a series with too many instances says so, for that member alone', async () => {
    await put(
      dav,
      `${calendar}secondly.ics`,
      eventText({
        uid: 'secondly',
        start: 'DTSTART:19700101T000000Z',
        end: '',
        summary: 'x',
        more: ['RRULE:FREQ=SECONDLY'],
      }),
    );
    const answer = responses(
      await report(dav, calendar, query(inside('VEVENT'), expand('20260101T000000Z', '20270101T000000Z'))),
    );
    await dav({ method: 'DELETE', path: `${calendar}secondly.ics` });
    expect(answer.get(`${calendar}single.ics`)).toContain('HTTP/1.1 200 OK');
    const refused = answer.get(`${calendar}secondly.ics`);
    if (refused) expect(refused).toContain('<D:error><C:max-instances/></D:error>');
  });

  it('is limited to the overrides of a range', async () => {
    const limit = (start: string, end: string): string =>
      `<C:calendar-data><C:limit-recurrence-set start="${start}" end="${end}"/></C:calendar-data>`;
    expect(await data(limit('20260126T000000Z', '20260128T000000Z'), 'weekly')).toBe(objects.weekly);
    const text = await data(limit('20260301T000000Z', '20260308T000000Z'), 'weekly');
    expect(text).toContain('RRULE:FREQ=WEEKLY');
    expect(text).not.toContain('RECURRENCE-ID');
  });

  it('has no meaning in a PROPFIND', async () => {
    const response = await dav({
      method: 'PROPFIND',
      path: `${calendar}single.ics`,
      headers: { depth: '0' },
      body: xml('D:propfind', '<D:prop><C:calendar-data/></D:prop>'),
    });
    expect(response.body).toContain('404');
  });
});

describe('calendar-multiget', () => {
  const get = async (...hrefs: string[]) => report(dav, calendar, multiget(hrefs), {});

  it.each([
    ['a path', () => `${calendar}single.ics`],
    ['an absolute URL', () => `${server.url}${calendar}single.ics`],
    ['encoded', () => '/dav/calendars/alice%40example.org/query/%73ingle.ics'],
    [
      'the other tree, by the calendar’s id',
      async () => `/caldav/v2/${(await calendarId()).replace('@', '%40')}/events/single.ics`,
    ],
  ])('finds %s, and names it as a listing does', async (_, make) => {
    const answer = responses(await get(await make()));
    expect([...answer.keys()]).toEqual([`${calendar}single.ics`]);
    expect(answer.get(`${calendar}single.ics`)).toContain('SUMMARY:Äpfel &amp; Birnen');
  });

  it('answers 404 for each that is not here, and each once', async () => {
    const elsewhere = [
      '/dav/calendars/alice@example.org/other/single.ics',
      `${calendar}none.ics`,
      '/etc/passwd',
      `${calendar}../query/single.ics`,
      `${calendar}%zz`,
      'x',
      '',
    ];
    const answer = responses(
      await get(...elsewhere, `${calendar}due.ics`, `${calendar}due.ics`, `${calendar}%64ue.ics`),
    );
    expect(answer.size).toBe(elsewhere.length + 1);
    for (const href of elsewhere) expect(answer.get(href)).toContain('404');
  });

  it('gives 5 000 in one answer, and refuses more by name', async () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `${calendar}${i}.ics`);
    const most = await report(dav, calendar, multiget([...many(4_999), `${calendar}due.ics`]), {});
    expect(most.statusCode).toBe(207);
    expect(most.body).toContain('SUMMARY:Due');
    const over = await report(dav, calendar, multiget(many(5_001)), {});
    expect([over.statusCode, over.body]).toEqual([
      403,
      expect.stringContaining('<D:number-of-matches-within-limits/>'),
    ]);
    const far = await report(dav, calendar, multiget(many(200_000)), {});
    expect([403, 413]).toContain(far.statusCode);
  });

  it('can be asked of the object itself', async () => {
    const response = await report(dav, `${calendar}due.ics`, multiget([`${calendar}due.ics`]), {});
    expect(responses(response).get(`${calendar}due.ics`)).toContain('SUMMARY:Due');
  });
});

async function calendarId(): Promise<string> {
  const viewer = await server.core.directory.viewer((await server.core.directory.byEmail('alice@example.org'))!, [
    'calendar',
  ]);
  return (await server.core.calendars.openInHome(viewer, 'alice@example.org', 'query')).calendar.id;
}
