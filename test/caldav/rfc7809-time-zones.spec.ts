import { describe, expect, it } from 'vitest';
import { content, davServer, eventText, missing, propfind, put, report, responses, xml } from './dav-client.js';
import { inside, query, range } from './query-bodies.js';

const calendar = '/dav/calendars/alice@example.org/zones/';

const { dav } = await davServer();
await dav({ method: 'MKCALENDAR', path: calendar });

const set = (property: string) =>
  dav({
    method: 'PROPPATCH',
    path: calendar,
    body: xml('D:propertyupdate', `<D:set><D:prop>${property}</D:prop></D:set>`),
  });
const definition = (tzid: string): string =>
  `BEGIN:VCALENDAR&#13;\nVERSION:2.0&#13;\nPRODID:x&#13;\nBEGIN:VTIMEZONE&#13;\nTZID:${tzid}&#13;\nEND:VTIMEZONE&#13;\nEND:VCALENDAR&#13;\n`;

describe('RFC 7809 §3.1.5, §5.2 calendar-timezone-id', () => {
  it('and calendar-timezone are two views of one zone, whichever is set', async () => {
    const zones = async () => {
      const { body } = await propfind(dav, calendar, '0', 'C:calendar-timezone-id', 'C:calendar-timezone');
      const text = content(body, 'C:calendar-timezone')!;
      return [content(body, 'C:calendar-timezone-id'), /^TZID:(.*)$/m.exec(text)?.[1]?.trim()];
    };
    expect(await zones()).toEqual(['Europe/Berlin', 'Europe/Berlin']);
    await set('<C:calendar-timezone-id>America/New_York</C:calendar-timezone-id>');
    expect(await zones()).toEqual(['America/New_York', 'America/New_York']);
    await set(`<C:calendar-timezone>${definition('Asia/Tokyo')}</C:calendar-timezone>`);
    expect(await zones()).toEqual(['Asia/Tokyo', 'Asia/Tokyo']);
  });

  it('refuses a zone that nobody knows with valid-timezone, and changes nothing', async () => {
    const response = await set('<C:calendar-timezone-id>Mars/Olympus</C:calendar-timezone-id>');
    expect(response.body).toContain('<C:valid-timezone/>');
    expect((await propfind(dav, calendar, '0', 'C:calendar-timezone-id')).body).toContain('Asia/Tokyo');
  });

  it('is not shown by allprop', async () => {
    const response = await dav({ method: 'PROPFIND', path: calendar, headers: { depth: '0' } });
    expect(response.body).not.toContain('calendar-timezone');
  });
});

describe('RFC 7809 §3.1.6, §6 timezone-id in a calendar-query', () => {
  const found = async (more: string): Promise<string[]> => {
    // 09:00 in Tokyo is midnight UTC; in New York it is 13:00 UTC.
    const filter = inside('VEVENT', range('20260601T130000Z', '20260601T133000Z'));
    const response = await report(dav, calendar, query(filter, '', more));
    expect(response.statusCode).toBe(207);
    return [...responses(response).keys()];
  };

  it('says where floating times are', async () => {
    const path = `${calendar}floating.ics`;
    await put(dav, path, eventText({ uid: 'f', start: 'DTSTART:20260601T090000', end: 'DURATION:PT30M' }));
    expect(await found('')).toEqual([]);
    expect(await found('<C:timezone-id>America/New_York</C:timezone-id>')).toEqual([path]);
    expect(await found(`<C:timezone>${definition('America/New_York')}</C:timezone>`)).toEqual([path]);
  });

  it('refuses a zone that nobody knows with valid-timezone', async () => {
    const more = '<C:timezone-id>Mars/Olympus</C:timezone-id>';
    const response = await report(dav, calendar, query(inside('VEVENT'), '', more));
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('<C:valid-timezone/>')]);
  });
});

it('RFC 7809 §3.1.4: takes objects without definitions of standard zones, and gives them back as they are', async () => {
  const text = eventText({ uid: 'bare', start: 'DTSTART;TZID=Europe/Paris:20260601T090000', end: 'DURATION:PT1H' });
  expect((await put(dav, `${calendar}bare.ics`, text)).statusCode).toBe(201);
  expect((await dav({ method: 'GET', path: `${calendar}bare.ics` })).body).toBe(text);
});

it('RFC 7809 §3.1.1: what is not offered is not announced', async () => {
  const { headers } = await dav({ method: 'OPTIONS', path: calendar });
  expect(headers.dav).not.toContain('calendar-no-timezone');
  const home = await propfind(dav, '/dav/calendars/alice@example.org/', '0', 'C:timezone-service-set');
  expect(missing(home.body)).toBe('<C:timezone-service-set/>');
});
