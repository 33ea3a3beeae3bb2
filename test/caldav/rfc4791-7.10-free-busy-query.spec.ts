import { describe, expect, it } from 'vitest';
import { openAs } from '../harness/index.js';
import { davServer, eventText, propfind, put, report, xml } from './dav-client.js';
import { object, range } from './query-bodies.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;

const { server, dav } = await davServer();

const query = (...ranges: string[]): string => xml('C:free-busy-query', ranges.join(''));
const ask = (path: string, start: string, end: string, as: 'alice' | 'bob' = 'alice') =>
  dav({ method: 'REPORT', path, as, body: query(range(start, end)), headers: { depth: '1' } });

async function busy(path: string, start: string, end: string): Promise<string[]> {
  const response = await ask(path, start, end);
  expect(response.statusCode).toBe(200);
  return response.body.replaceAll('\r\n ', '').match(/^FREEBUSY.*$/gm) ?? [];
}

const timed = (uid: string, from: string, to: string, ...more: string[]): string =>
  eventText({ uid, start: `DTSTART:${from}`, end: `DTEND:${to}`, more });

describe('RFC 4791 §7.10 free-busy-query', () => {
  it('gives what makes the owner busy, by type, joined and cut to the range', async () => {
    const objects = {
      early: timed('early', '20260301T220000Z', '20260302T010000Z'),
      next: timed('next', '20260302T010000Z', '20260302T020000Z'),
      overlap: timed('overlap', '20260302T013000Z', '20260302T023000Z', 'CLASS:PRIVATE'),
      tentative: timed('tentative', '20260302T050000Z', '20260302T060000Z', 'STATUS:TENTATIVE'),
      transparent: timed('transparent', '20260302T070000Z', '20260302T080000Z', 'TRANSP:TRANSPARENT'),
      cancelled: timed('cancelled', '20260302T080000Z', '20260302T090000Z', 'STATUS:CANCELLED'),
      weekly: eventText({
        uid: 'weekly',
        start: 'DTSTART;TZID=Europe/Berlin:20260105T120000',
        end: 'DURATION:PT1H',
        more: ['RRULE:FREQ=WEEKLY'],
      }),
      after: timed('after', '20260302T233000Z', '20260303T040000Z'),
      task: object('VTODO', 'task', 'DTSTART:20260302T150000Z', 'DUE:20260302T160000Z'),
    };
    for (const [name, text] of Object.entries(objects))
      expect([name, (await put(dav, `${calendar}${name}.ics`, text)).statusCode]).toEqual([name, 201]);
    expect(await busy(calendar, '20260302T000000Z', '20260303T000000Z')).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20260302T000000Z/20260302T023000Z,20260302T110000Z/20260302T120000Z,20260302T233000Z/20260303T000000Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260302T050000Z/20260302T060000Z',
    ]);
  });

  it('answers 200 with one VFREEBUSY of the range asked for, and says nothing else', async () => {
    const response = await ask(calendar, '20260302T000000Z', '20260303T000000Z');
    expect(response.headers['content-type']).toMatch(/^text\/calendar; charset=utf-8/);
    expect(response.body).toMatch(
      /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:.*\r\nBEGIN:VFREEBUSY\r\nUID:.+\r\nDTSTAMP:/,
    );
    expect(response.body).toContain('DTSTART:20260302T000000Z\r\nDTEND:20260303T000000Z\r\n');
    expect(response.body.match(/BEGIN:VFREEBUSY/g)).toHaveLength(1);
    expect(response.body).not.toMatch(/SUMMARY|Stand-up/);
  });

  it('gives an empty VFREEBUSY for free time', async () => {
    expect(await busy(calendar, '20200101T000000Z', '20200102T000000Z')).toEqual([]);
    const { body } = await ask(calendar, '20200101T000000Z', '20200102T000000Z');
    expect(body).toContain('BEGIN:VFREEBUSY');
  });

  it('is 403 for an object', async () => {
    const path = `${calendar}object.ics`;
    expect((await put(dav, path, timed('object', '20250302T090000Z', '20250302T100000Z'))).statusCode).toBe(201);
    const refused = await ask(path, '20250302T000000Z', '20250303T000000Z');
    expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining('<D:supported-report/>')]);
  });

  it('reads floating times in the zone of the calendar', async () => {
    const text = eventText({ uid: 'floating', start: 'DTSTART:20250610T090000', end: 'DTEND:20250610T100000' });
    await put(dav, `${calendar}floating.ics`, text);
    expect(await busy(calendar, '20250610T000000Z', '20250611T000000Z')).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20250610T070000Z/20250610T080000Z',
    ]);
  });

  it('reads all-day events in the zone of the calendar', async () => {
    await put(
      dav,
      `${calendar}allday.ics`,
      eventText({ uid: 'allday', start: 'DTSTART;VALUE=DATE:20260410', end: '', more: ['TRANSP:OPAQUE'] }),
    );
    expect(await busy(calendar, '20260408T000000Z', '20260412T000000Z')).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20260409T220000Z/20260410T220000Z',
    ]);
  });

  it('asked of the home counts all calendars but the transparent ones', async () => {
    for (const name of ['work', 'birthdays']) {
      await dav({ method: 'MKCALENDAR', path: `${home}${name}/` });
      const hour = name === 'work' ? '10' : '14';
      await put(dav, `${home}${name}/1.ics`, timed(name, `20260505T${hour}0000Z`, `20260505T${hour}3000Z`));
    }
    const opaque = await busy(home, '20260505T000000Z', '20260506T000000Z');
    expect(opaque).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20260505T100000Z/20260505T103000Z,20260505T140000Z/20260505T143000Z',
    ]);
    await dav({
      method: 'PROPPATCH',
      path: `${home}birthdays/`,
      body: xml(
        'D:propertyupdate',
        '<D:set><D:prop><C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp></D:prop></D:set>',
      ),
    });
    expect(await busy(home, '20260505T000000Z', '20260506T000000Z')).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20260505T100000Z/20260505T103000Z',
    ]);
    expect(await busy(`${home}birthdays/`, '20260505T000000Z', '20260506T000000Z')).toHaveLength(1);
  });

  it('needs the right to see free/busy and no more', async () => {
    expect((await ask(calendar, '20260302T000000Z', '20260303T000000Z', 'bob')).statusCode).toBe(404);
    const open = await openAs(server.core, 'alice@example.org');
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'freeBusy' });
    const response = await ask(calendar, '20260302T000000Z', '20260303T000000Z', 'bob');
    expect([response.statusCode, response.body]).toEqual([200, expect.stringContaining('20260302T023000Z')]);
  });

  it('is announced', async () => {
    for (const path of [calendar, home])
      expect((await propfind(dav, path, '0', 'D:supported-report-set')).body).toContain('<C:free-busy-query/>');
  });

  it.each([
    ['no range', query()],
    ['two ranges', query(range('20260101T000000Z', '20260102T000000Z').repeat(2))],
    ['no end', query(range('20260101T000000Z'))],
    ['an end before its start', query(range('20260102T000000Z', '20260101T000000Z'))],
  ])('refuses %s with 400', async (_, body) => expect((await report(dav, calendar, body)).statusCode).toBe(400));

  it('refuses a range with too many instances by name (postcondition)', async () => {
    const path = `${home}secondly/`;
    await dav({ method: 'MKCALENDAR', path });
    const text = eventText({
      uid: 's',
      start: 'DTSTART:20260101T000000Z',
      end: 'DURATION:PT1S',
      more: ['RRULE:FREQ=SECONDLY'],
    });
    await put(dav, `${path}s.ics`, text);
    const response = await ask(path, '20260101T000000Z', '20270101T000000Z');
    expect([response.statusCode, response.body]).toEqual([
      403,
      expect.stringContaining('<D:number-of-matches-within-limits/>'),
    ]);
  });
});
