import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import { type Person } from '../harness/index.js';
import { Calendars, ics } from '../scheduling/meeting.js';
import { content, davServer, put, xml } from './dav-client.js';

/** RFC 6638: CalDAV scheduling. What happens between the calendars is in test/scheduling. */
const home = (person: Person): string => `/dav/calendars/${person}@example.org/calendar/`;
const outboxOf = (person: Person): string => `/dav/calendars/${person}@example.org/outbox/`;

const { server, dav } = await davServer();
const calendars = new Calendars(server);

describe('§5 free/busy through the outbox', () => {
  const question = (lines: string[] = [], method = 'REQUEST'): string =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//EN',
      `METHOD:${method}`,
      'BEGIN:VFREEBUSY',
      'UID:question',
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20260401T000000Z',
      'DTEND:20260402T000000Z',
      ...lines,
      'END:VFREEBUSY',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
  const ask = (lines: string[], as: Person = 'alice', method?: string): Promise<Response> =>
    dav({
      method: 'POST',
      path: outboxOf('alice'),
      as,
      body: question(lines, method),
      headers: { 'content-type': 'text/calendar; charset=utf-8' },
    });
  const parts = (response: Response): string[] => response.body.match(/<C:response>.*?<\/C:response>/gs) ?? [];
  const organizer = 'ORGANIZER:mailto:alice@example.org';
  const share = (role: 'freeBusy' | 'none'): Promise<unknown> =>
    calendars
      .open('bob')
      .then((open) => server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'alice@example.org', role }));

  it('answers for everybody as far as they show it', async () => {
    const busy = ics('busy', ['DTSTART:20260401T080000Z', 'DTEND:20260401T093000Z', 'SUMMARY:Secret plan']);
    await dav({
      method: 'PUT',
      path: `${home('bob')}busy.ics`,
      as: 'bob',
      body: busy,
      headers: { 'content-type': 'text/calendar' },
    });
    await share('freeBusy');
    const asked = [
      'alice@example.org',
      'bob@example.org',
      'carol@example.org',
      'nobody@example.org',
      'eve@elsewhere.example',
    ];
    const response = await ask([organizer, ...asked.map((email) => `ATTENDEE:mailto:${email}`)]);
    expect(response.statusCode, response.body).toBe(200);
    expect(response.headers['content-type']).toBe('application/xml; charset=utf-8');
    const answers = parts(response);
    expect(answers.map((part) => content(part, 'D:href'))).toEqual(asked.map((email) => `mailto:${email}`));
    expect(answers.map((part) => content(part, 'C:request-status')!.slice(0, 3))).toEqual([
      '2.0',
      '2.0',
      '3.8',
      '3.7',
      '3.7',
    ]);
    const data = content(answers[1]!, 'C:calendar-data')!
      .replaceAll('&#13;', '')
      .replaceAll(/\r?\n /g, '');
    expect(data).toContain('METHOD:REPLY');
    expect(data).toContain('FREEBUSY;FBTYPE=BUSY:20260401T080000Z/20260401T093000Z');
    expect(data).toContain('ATTENDEE:mailto:bob@example.org');
    expect(data).toContain('UID:question');
    expect(response.body).not.toContain('Secret plan');
    await share('none');
    const [hidden] = parts(await ask([organizer, 'ATTENDEE:mailto:bob@example.org']));
    expect(content(hidden!, 'C:request-status')).toMatch(/^3\.8/);
  });

  it('leaves out calendars that are transparent for their owner (§9.1)', async () => {
    await dav({ method: 'MKCALENDAR', path: '/dav/calendars/alice@example.org/maybe/' });
    const path = '/dav/calendars/alice@example.org/maybe/';
    await put(dav, `${path}one.ics`, ics('maybe', ['DTSTART:20260401T180000Z', 'DTEND:20260401T190000Z']));
    const own = [organizer, 'ATTENDEE:mailto:alice@example.org'];
    expect((await ask(own)).body).toContain('20260401T180000Z');
    const transparent =
      '<D:set><D:prop><C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp></D:prop></D:set>';
    await dav({ method: 'PROPPATCH', path, body: xml('D:propertyupdate', transparent) });
    expect((await ask(own)).body).not.toContain('20260401T180000Z');
  });

  it('names people by the paths of their principals too', async () => {
    const [part] = parts(await ask([organizer, 'ATTENDEE:/dav/principals/alice%40example.org/']));
    expect(content(part!, 'C:request-status')).toMatch(/^2\.0/);
  });

  it('§5.2: refuses by the preconditions', async () => {
    const guest = 'ATTENDEE:mailto:bob@example.org';
    const foreign = await ask(['ORGANIZER:mailto:bob@example.org', guest]);
    expect([foreign.statusCode, foreign.body]).toEqual([403, expect.stringContaining('<C:valid-organizer/>')]);
    for (const broken of [
      [organizer],
      [guest],
      [organizer, organizer, guest],
      [organizer, ...Array.from({ length: 201 }, (_, i) => `ATTENDEE:mailto:guest${i}@example.org`)],
    ]) {
      const refused = await ask(broken);
      expect([refused.statusCode, refused.body]).toEqual([
        400,
        expect.stringContaining('<C:valid-scheduling-message/>'),
      ]);
    }
    expect((await ask([organizer, guest], 'alice', 'PUBLISH')).body).toContain('<C:valid-scheduling-message/>');
    expect((await ask([organizer, guest], 'bob')).statusCode).toBe(404);
    const type = { 'content-type': 'text/calendar' };
    const text = await dav({ method: 'POST', path: outboxOf('alice'), body: 'no calendar', headers: type });
    expect([text.statusCode, text.body]).toEqual([403, expect.stringContaining('<C:valid-calendar-data/>')]);
    const html = await dav({
      method: 'POST',
      path: outboxOf('alice'),
      body: '<p/>',
      headers: { 'content-type': 'text/html' },
    });
    expect(html.body).toContain('<C:supported-calendar-data/>');
    const anonymous = await dav({ method: 'POST', path: outboxOf('alice'), as: null, body: question(), headers: type });
    expect(anonymous.statusCode).toBe(401);
  });
});
