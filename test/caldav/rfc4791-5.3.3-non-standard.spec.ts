import { describe, expect, it } from 'vitest';
import { content, davServer, eventText, openCollection, put, report, responses, xml } from './dav-client.js';
import { comp, inside, match, multiget, param, prop, query } from './query-bodies.js';

const calendar = '/dav/calendars/alice@example.org/calendar/';
const object = `${calendar}strange.ics`;

const strange = eventText({
  uid: 'strange',
  more: [
    'ATTENDEE;X-ACME-SEAT="12A":mailto:bob@elsewhere.example',
    'X-ACME-ROOM;X-ACME-FLOOR=3:Fishbowl',
    'BEGIN:X-ACME-PART',
    'X-ACME-COLOUR:green',
    'END:X-ACME-PART',
  ],
});

const { server, dav } = await davServer();
const stored = await put(dav, object, strange);
await put(dav, `${calendar}plain.ics`, eventText({ uid: 'plain' }));

describe('RFC 4791 §5.3.3: non-standard components, properties and parameters', () => {
  it('are stored as they are', async () => {
    expect(stored.statusCode).toBe(201);
    expect((await dav({ method: 'GET', path: object })).body).toBe(strange);
  });

  it('of our own have a vendor id in their X- names', async () => {
    const open = await openCollection(server, 'calendar');
    const url = `/calendar/v3/calendars/${encodeURIComponent(open.calendar.id)}/events`;
    const headers = { authorization: `Bearer ${server.tokens.alice}` };
    const payload = {
      iCalUID: 'rich@example.org',
      summary: 'Rich',
      start: { dateTime: '2026-03-05T09:00:00Z' },
      end: { dateTime: '2026-03-05T10:00:00Z' },
      colorId: '5',
      guestsCanModify: true,
      extendedProperties: { private: { a: '1' }, shared: { b: '2' } },
      source: { title: 'Elsewhere', url: 'https://elsewhere.example/' },
    };
    expect((await server.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(200);
    const found = await report(
      dav,
      calendar,
      query(inside('VEVENT', prop('UID', match('rich'))), '<C:calendar-data/>'),
    );
    const names = found.body.match(/^(?:BEGIN:)?X-[\w-]+/gm) ?? [];
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(name).toMatch(/^(?:BEGIN:)?X-DAYFERRY-/);
  });
});

describe('RFC 4791 §7.7: non-standard names in reports', () => {
  const data = async (inner: string): Promise<string> => {
    const element = `<C:calendar-data><C:comp name="VCALENDAR">${inner}</C:comp></C:calendar-data>`;
    const answer = responses(await report(dav, calendar, multiget([object], element), {}));
    return content(answer.get(object)!, 'C:calendar-data')!.replaceAll('&quot;', '"');
  };

  it('choose what is given', async () => {
    expect(
      await data('<C:comp name="VEVENT"><C:prop name="X-ACME-ROOM"/><C:comp name="X-ACME-PART"/></C:comp>'),
    ).toContain(
      'BEGIN:VEVENT\r\nX-ACME-ROOM;X-ACME-FLOOR=3:Fishbowl\r\nBEGIN:X-ACME-PART\r\nX-ACME-COLOUR:green\r\nEND:X-ACME-PART\r\nEND:VEVENT\r\n',
    );
  });

  it.each([
    ['a property', inside('VEVENT', prop('X-ACME-ROOM', match('fishbowl')))],
    ['a property that is there', inside('VEVENT', prop('X-ACME-ROOM'))],
    ['a parameter', inside('VEVENT', prop('ATTENDEE', param('X-ACME-SEAT', match('12a'))))],
    ['a component', inside('VEVENT', comp('X-ACME-PART'))],
    ['what is in a component', inside('VEVENT', comp('X-ACME-PART', prop('X-ACME-COLOUR', match('green'))))],
  ])('are searched for: %s', async (_, filter) => {
    expect([...responses(await report(dav, calendar, query(filter))).keys()]).toEqual([object]);
  });

  it.each([
    ['a property', inside('VEVENT', prop('X-ACME-ROOM', '<C:is-not-defined/>'))],
    ['a component', inside('VEVENT', comp('X-ACME-PART', '<C:is-not-defined/>'))],
  ])('are searched for where they are not: %s', async (_, filter) => {
    const found = [...responses(await report(dav, calendar, query(filter))).keys()];
    expect(found).toContain(`${calendar}plain.ics`);
    expect(found).not.toContain(object);
  });
});

it('RFC 4791 §8.5.1: inline attachments are stored as they are', async () => {
  const attached = eventText({
    uid: 'attached',
    more: [`ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:${Buffer.from('hello').toString('base64')}`],
  });
  expect((await put(dav, `${calendar}attached.ics`, attached)).statusCode).toBe(201);
  expect((await dav({ method: 'GET', path: `${calendar}attached.ics` })).body).toBe(attached);
});

it('RFC 4791 §1.2: elements and attributes that nobody knows are passed over', async () => {
  const unknown = '<x:new xmlns:x="urn:x" x:y="z"><D:prop><D:getetag/></D:prop></x:new>';
  const body = xml(
    'C:calendar-query',
    `${unknown}<D:prop x="1"><D:getetag/></D:prop>${unknown}<C:filter y="2">${inside('VEVENT', prop('UID', match('plain')))}</C:filter>`,
  );
  expect([...responses(await report(dav, calendar, body)).keys()]).toEqual([`${calendar}plain.ics`]);
  const path = '/dav/calendars/alice@example.org/passed/';
  const made = xml(
    'C:mkcalendar',
    `${unknown}<D:set>${unknown}<D:prop><D:displayname>Over</D:displayname></D:prop></D:set>`,
  );
  expect((await dav({ method: 'MKCALENDAR', path, body: made })).statusCode).toBe(201);
});
