import { beforeEach, describe, expect, it } from 'vitest';
import { content, davServer, eventText, newCalendar, propfind, put, responses } from './dav-client.js';

const { server, dav } = await davServer();

const home = '/dav/calendars/alice@example.org/';
let calendar = '';
beforeEach(async () => {
  calendar = await newCalendar(dav);
});

const get = (path: string) => dav({ method: 'GET', path });

describe('PUT and GET', () => {
  it('keeps every octet under one strong ETag, in every place that shows it', async () => {
    const text = eventText({ more: ['X-UNKNOWN;X-P="a;b":kept', 'DESCRIPTION:Grüße\\, 日本'] });
    const created = await put(dav, `${calendar}A.ics`, text, { 'if-none-match': '*' });
    expect(created.statusCode).toBe(201);
    expect(created.headers.etag).toMatch(/^"[^"]+"$/);
    const read = await get(`${calendar}A.ics`);
    expect(read.body).toBe(text);
    expect(read.headers).toMatchObject({
      etag: created.headers.etag,
      'content-type': 'text/calendar; charset=utf-8; component=VEVENT',
    });
    const listing = await propfind(dav, calendar, '1', 'D:getetag', 'D:getcontenttype', 'D:getcontentlength');
    const member = responses(listing).get(`${calendar}A.ics`)!;
    expect(content(member, 'D:getetag')).toBe(created.headers.etag);
    expect(content(member, 'D:getcontentlength')).toBe(String(Buffer.byteLength(text)));
    const head = await dav({ method: 'HEAD', path: `${calendar}A.ics` });
    expect([head.statusCode, head.headers.etag, head.headers['content-length']]).toEqual([
      200,
      created.headers.etag,
      String(Buffer.byteLength(text)),
    ]);
  });

  it('answers 304 to who has it', async () => {
    const { headers } = await put(dav, `${calendar}A.ics`, eventText());
    const response = await dav({
      method: 'GET',
      path: `${calendar}A.ics`,
      headers: { 'if-none-match': `"x", W/${String(headers.etag)}` },
    });
    expect([response.statusCode, response.body]).toEqual([304, '']);
  });

  it('changes with 204 and another ETag; the same octets again change nothing', async () => {
    const first = await put(dav, `${calendar}A.ics`, eventText());
    const second = await put(dav, `${calendar}A.ics`, eventText({ summary: 'Changed' }));
    expect(second.statusCode).toBe(204);
    expect(second.headers.etag).not.toBe(first.headers.etag);
    const third = await put(dav, `${calendar}A.ics`, eventText({ summary: 'Changed' }));
    expect(third.headers.etag).toBe(second.headers.etag);
  });

  it.each([
    ['no charset', 'text/calendar'],
    ['a component', 'text/calendar;component=vevent'],
    ['upper case', 'TEXT/CALENDAR; CHARSET="UTF-8"'],
  ])('takes a type with %s', async (_, type) => {
    expect((await put(dav, `${calendar}A.ics`, eventText(), { 'content-type': type })).statusCode).toBe(201);
  });

  it('takes a body without a type', async () => {
    const response = await server.inject({
      method: 'PUT',
      url: `${calendar}A.ics`,
      payload: Buffer.from(eventText()),
      headers: { authorization: `Bearer ${server.tokens.alice}` },
    });
    expect(response.statusCode).toBe(201);
  });

  it.each([
    ['LF line ends', eventText().replaceAll('\r\n', '\n')],
    ['a byte order mark', `\ufeff${eventText()}`],
    ['a line longer than 75 octets', eventText({ summary: 'x'.repeat(300) })],
    [
      'a Windows zone without a definition',
      eventText({ start: 'DTSTART;TZID=W. Europe Standard Time:20260302T090000', end: 'DURATION:PT1H' }),
    ],
    [
      'a TZID with a space at its end',
      eventText({ start: 'DTSTART;TZID=Europe/Berlin :20260302T090000', end: 'DURATION:PT1H' }),
    ],
    ['an override only', eventText({ more: ['RECURRENCE-ID:20260302T090000Z'] })],
    ['a faked master', eventText({ more: ['X-MOZ-FAKED-MASTER:1'] })],
  ])('takes %s and gives it back as it was', async (_, text) => {
    expect((await put(dav, `${calendar}A.ics`, text)).statusCode).toBe(201);
    expect((await get(`${calendar}A.ics`)).body).toBe(text);
  });

  it('takes a line folded in the middle of a character, without claiming to have kept the octets', async () => {
    const [before, after] = eventText({ summary: '日本' }).split('日');
    const bytes = Buffer.concat([
      Buffer.from(before!),
      Buffer.from('日').subarray(0, 1),
      Buffer.from('\r\n '),
      Buffer.from('日').subarray(1),
      Buffer.from(after!),
    ]);
    const response = await put(dav, `${calendar}A.ics`, bytes);
    expect([response.statusCode, response.headers.etag]).toEqual([201, undefined]);
    expect((await get(`${calendar}A.ics`)).body).toContain('SUMMARY:日本');
  });

  it.each([
    ['a space', 'a%20b.ics', 'a%20%62.ics'],
    ['an at sign', 'a%40b.ics', 'a@b.ics'],
    ['a percent sign', 'a%25b.ics', 'a%25b.ics'],
    ['a plus', 'a+b.ics', 'a%2Bb.ics'],
    ['a colon', 'a:b.ics', 'a%3Ab.ics'],
    ['upper case', 'ABC.ICS', 'ABC.ICS'],
    ['no suffix and another script', '%C3%BC', '%c3%bc'],
    ['a semicolon and a backslash', 'a;b%5Cc.ics', 'a%3Bb%5cc.ics'],
  ])('keeps a name with %s and finds it by either spelling', async (_, one, other) => {
    const path = `${calendar}${one}`;
    expect((await put(dav, path, eventText())).statusCode).toBe(201);
    expect((await get(path)).statusCode).toBe(200);
    expect((await get(`${calendar}${other}`)).statusCode).toBe(200);
    const names = [...responses(await propfind(dav, calendar, '1', 'D:getetag')).keys()].slice(1);
    expect(names).toHaveLength(1);
    expect((await get(names[0]!)).statusCode).toBe(200);
  });
});

describe('preconditions', () => {
  it('refuses what is there with If-None-Match: *, and what has changed with If-Match', async () => {
    const { headers } = await put(dav, `${calendar}A.ics`, eventText());
    expect((await put(dav, `${calendar}A.ics`, eventText(), { 'if-none-match': '*' })).statusCode).toBe(412);
    expect(
      (await put(dav, `${calendar}A.ics`, eventText({ summary: 'x' }), { 'if-match': '"stale"' })).statusCode,
    ).toBe(412);
    expect((await put(dav, `${calendar}B.ics`, eventText({ uid: 'b' }), { 'if-match': '*' })).statusCode).toBe(412);
    expect(
      (await put(dav, `${calendar}A.ics`, eventText({ summary: 'x' }), { 'if-schedule-tag-match': '"x"' })).statusCode,
    ).toBe(412);
    const tag = String(headers.etag);
    expect(
      (await put(dav, `${calendar}A.ics`, eventText({ summary: 'x' }), { 'if-match': tag, 'if-none-match': '*' }))
        .statusCode,
    ).toBe(412);
    expect((await put(dav, `${calendar}A.ics`, eventText({ summary: 'y' }), { 'if-match': tag })).statusCode).toBe(204);
  });

  it('takes an ETag without its quotes', async () => {
    const { headers } = await put(dav, `${calendar}A.ics`, eventText());
    expect(
      (
        await put(dav, `${calendar}A.ics`, eventText({ summary: 'x' }), {
          'if-match': String(headers.etag).replaceAll('"', ''),
        })
      ).statusCode,
    ).toBe(204);
  });

  it('deletes only what the client has seen, then says 404', async () => {
    const { headers } = await put(dav, `${calendar}A.ics`, eventText());
    expect(
      (await dav({ method: 'DELETE', path: `${calendar}A.ics`, headers: { 'if-match': '"stale"' } })).statusCode,
    ).toBe(412);
    expect(
      (await dav({ method: 'DELETE', path: `${calendar}A.ics`, headers: { 'if-match': String(headers.etag) } }))
        .statusCode,
    ).toBe(204);
    expect((await dav({ method: 'HEAD', path: `${calendar}A.ics` })).statusCode).toBe(404);
    expect((await dav({ method: 'DELETE', path: `${calendar}A.ics` })).statusCode).toBe(404);
  });

  it('takes a deleted name and UID again', async () => {
    await put(dav, `${calendar}A.ics`, eventText());
    await dav({ method: 'DELETE', path: `${calendar}A.ics` });
    expect((await put(dav, `${calendar}A.ics`, eventText(), { 'if-none-match': '*' })).statusCode).toBe(201);
  });
});

describe('refusals name the precondition and leave no trace', () => {
  const refused = async (
    response: Promise<{ statusCode: number; body: string }>,
    status: number,
    element: string,
  ): Promise<void> => {
    const { statusCode, body } = await response;
    expect([statusCode, body]).toEqual([status, expect.stringContaining(element)]);
    expect([...responses(await propfind(dav, calendar, '1', 'D:getetag')).keys()]).toHaveLength(1);
  };

  it.each([
    ['not iCalendar', 'hello', 'C:valid-calendar-data'],
    ['nothing', '', 'C:valid-calendar-data'],
    ['not UTF-8', Buffer.from(eventText({ summary: 'gr\u00fc\u00df' }), 'latin1'), 'C:valid-calendar-data'],
    ['a control character', eventText({ summary: 'a\u0001b' }), 'C:valid-calendar-data'],
    [
      'a METHOD',
      eventText().replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST'),
      'C:valid-calendar-object-resource',
    ],
    ['no UID', eventText().replace(/UID:.*\r\n/, ''), 'C:valid-calendar-object-resource'],
    ['no start', eventText({ start: '', end: '' }), 'C:valid-calendar-data'],
    [
      '1001 attendees',
      eventText({ more: Array.from({ length: 1001 }, (_, i) => `ATTENDEE:mailto:a${i}@example.org`) }),
      'C:max-attendees-per-instance',
    ],
    ['more than a resource may have', eventText({ summary: 'x'.repeat(1_048_576) }), 'C:max-resource-size'],
  ])('%s', async (_, body, element) => refused(put(dav, `${calendar}A.ics`, body), 403, `<${element}/>`));

  it('another media type', async () =>
    refused(
      put(dav, `${calendar}A.ics`, '{}', { 'content-type': 'application/json' }),
      403,
      '<C:supported-calendar-data/>',
    ));

  it('no calendar to put it into', async () => refused(put(dav, `${home}none/A.ics`, eventText()), 409, '<D:error'));

  it('keeps the connection usable after a body that is too large', async () => {
    await put(dav, `${calendar}A.ics`, eventText({ summary: 'x'.repeat(2_000_000) }));
    expect((await put(dav, `${calendar}A.ics`, eventText())).statusCode).toBe(201);
  });
});

describe('one UID, one path, for life', () => {
  it('refuses a UID that another resource has, and names it', async () => {
    await put(dav, `${calendar}A.ics`, eventText());
    const response = await put(dav, `${calendar}B.ics`, eventText());
    expect([response.statusCode, content(response.body, 'C:no-uid-conflict')]).toEqual([
      403,
      `<D:href>${calendar}A.ics</D:href>`,
    ]);
  });

  it('refuses another UID at a path that has one', async () => {
    await put(dav, `${calendar}A.ics`, eventText());
    const response = await put(dav, `${calendar}A.ics`, eventText({ uid: 'other' }));
    expect([response.statusCode, content(response.body, 'C:no-uid-conflict')]).toEqual([
      403,
      `<D:href>${calendar}A.ics</D:href>`,
    ]);
    expect((await get(`${calendar}A.ics`)).body).toContain('UID:one@example.org');
  });
});
