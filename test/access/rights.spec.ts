import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AccessScene, type Names } from './scene.js';
import type { Verb } from './verb.js';

const scene = await AccessScene.start();
afterAll(() => scene.close());

const namespaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"';
const dav = '/caldav/v2/{cal}/events/';
const rest = '/rest/{primary}/{cal}/';
const v3 = '/calendar/v3/calendars/{cal}/events';
const v2 = '/calendar/feeds/{cal}/private/full';
const data = '<D:prop><D:getetag/><C:calendar-data/></D:prop>';

const get = (url: string): Verb => ({ method: 'GET', url });
const report = (name: string, body: string, url = dav): Verb => ({
  method: 'REPORT',
  url,
  type: 'application/xml',
  headers: { depth: '1' },
  body: `<C:${name} ${namespaces}>${body}</C:${name}>`,
});
const query = (property: string, text: string): Verb =>
  report(
    'calendar-query',
    `${data}<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="${property}"><C:text-match>${text}</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>`,
  );
const sync = (token: string): Verb => ({
  ...report('x', ''),
  headers: { depth: '0' },
  body: `<D:sync-collection ${namespaces}><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level>${data}</D:sync-collection>`,
});

const named = (): Names => scene.names('reader', 'default');
const ask = (verb: Verb, who: 'reader' | 'freeBusy' | 'stranger' | 'alice', names = named()) =>
  scene.send(verb, who, names);
const share = (role: 'reader' | 'none' | 'freeBusy', email = 'reader@example.org') =>
  scene.share({ scopeType: 'user', scopeValue: email, role });

beforeEach(() => share('reader'));

/** Where a client stands after a first look, and how it goes on from there. */
const follow: Record<string, (body: string, token: string) => Verb> = {
  v3: (body) => get(`${v3}?syncToken=${/"nextSyncToken": "([^"]+)"/.exec(body)![1]!}`),
  v2: () => get(`${v2}?updated-min=2026-01-01T00:00:00Z`),
  caldav: (body) => sync(/<D:sync-token>([^<]+)</.exec(body)![1]!),
  jscalendar: (_, token) => get(`${rest}?sync-token=${encodeURIComponent(token)}`),
};
const first: Record<string, Verb> = { v3: get(v3), v2: get(v2), caldav: sync(''), jscalendar: get(rest) };

describe('acl-stale: a right that is withdrawn', () => {
  it.each(Object.keys(first))('ends what a client goes on with: %s', async (protocol) => {
    const start = await ask(first[protocol]!, 'reader');
    expect([start.statusCode < 300, start.body.includes('Title of default')]).toEqual([true, true]);
    const next = follow[protocol]!(start.body, String(start.headers['sync-token']));
    const etag = start.headers.etag;
    expect((await ask(next, 'reader')).statusCode).toBeLessThan(300);
    await share('none');
    const change: Verb = { method: 'PATCH', url: `${v3}/{id}`, type: 'application/json', body: '{"location":"hush"}' };
    expect((await ask(change, 'alice')).statusCode).toBe(200);
    const cached = { ...first[protocol]!, headers: { ...first[protocol]!.headers, 'if-none-match': String(etag) } };
    for (const verb of [next, first[protocol]!, cached]) {
      const { statusCode, body } = await ask(verb, 'reader');
      expect([403, 404]).toContain(statusCode);
      expect(body).not.toMatch(/hush|Title of/);
    }
  });

  it.each(Object.keys(first))('shows times alone where that is what is left: %s', async (protocol) => {
    const start = await ask(first[protocol]!, 'reader');
    const next = follow[protocol]!(start.body, String(start.headers['sync-token']));
    await share('freeBusy');
    const headers = { ...first[protocol]!.headers, 'if-none-match': String(start.headers.etag) };
    for (const verb of [next, { ...first[protocol]!, headers }]) {
      const { statusCode, body } = await ask(verb, 'reader');
      expect(statusCode).not.toBe(304);
      expect(body).not.toContain('Title of');
    }
  });
});

/** A question that only somebody who sees titles may have answered, and the same about what is nowhere. */
const searches: Record<string, (text: string) => Verb> = {
  'v3 q': (text) => get(`${v3}?q=${text}`),
  'v3 q, single events in order': (text) => get(`${v3}?q=${text}&singleEvents=true&orderBy=startTime`),
  'v3 fields': (text) => get(`${v3}?q=${text}&fields=items(summary,description,location,attachments,reminders)`),
  'v2 q': (text) => get(`${v2}?q=${text}`),
  'v2 q, jsonc': (text) => get(`${v2}?q=${text}&alt=jsonc&updated-min=2026-01-01T00:00:00Z`),
  'v2 fields': (text) => get(`${v2}?v=2&fields=entry[title='${text}']`),
  'caldav SUMMARY': (text) => query('SUMMARY', text),
  'caldav ATTACH': (text) => query('ATTACH', text),
  'jscalendar search': (text) => get(`${rest}?filters[search]=${text}`),
  'jscalendar expanded': (text) =>
    get(`${rest}?filters[search]=${text}&filters[start]=2026-03-01&filters[end]=2026-03-09&filters[expand]=true`),
};

describe('freebusy-leak: who sees times alone', () => {
  const members = (body: string): number => body.match(/T1[0-6](?::?00){1,2}/g)?.length ?? 0;

  it.each(Object.entries(searches))('learns nothing by a search: %s', async (name, search) => {
    const text = name === 'caldav ATTACH' ? 'paper' : name === 'v2 fields' ? 'Title%20of%20default' : 'Title';
    const [found, missing] = [await ask(search(text), 'freeBusy'), await ask(search('Xyzzy'), 'freeBusy')];
    expect([found.statusCode, members(found.body)]).toEqual([missing.statusCode, members(missing.body)]);
    expect(found.body).not.toMatch(/Title of|paper\.pdf/);
    expect((await ask(search(text), 'alice')).body).toContain('Title of');
    expect((await ask(search('Xyzzy'), 'alice')).body).not.toContain('Title of');
  });

  it.each(
    Object.entries({
      ...first,
      'caldav GET': get(`${dav}{name}`),
      'v3 GET': get(`${v3}/{id}`),
      links: get(`${rest}{id}/links/`),
    }),
  )('is shown no title, link or reminder: %s', async (_, verb) => {
    const { statusCode, body } = await ask(verb, 'freeBusy');
    expect(statusCode).toBeLessThan(300);
    expect(body).not.toMatch(/Title of|paper\.pdf|VALARM|"alerts"|"reminders"|gd:reminder/);
  });
});

const busy = (email: string): Verb => ({
  method: 'POST',
  url: '/dav/calendars/{me}/outbox/',
  type: 'text/calendar',
  body: `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VFREEBUSY\r\nUID:x\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260302T000000Z\r\nDTEND:20260303T000000Z\r\nORGANIZER:mailto:{me}\r\nATTENDEE:mailto:${email}\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n`,
});
const range = 'start=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z';

/** Ways to ask whether there is somebody with this address. */
const doors: Record<string, (email: string) => Verb> = {
  'v3 freeBusy': (email) => ({
    method: 'POST',
    url: '/calendar/v3/freeBusy',
    type: 'application/json',
    body: `{"timeMin":"2026-03-02T00:00:00Z","timeMax":"2026-03-03T00:00:00Z","items":[{"id":"${email}"}]}`,
  }),
  'v3 calendars.get': (email) => get(`/calendar/v3/calendars/${email}`),
  'v3 events.list': (email) => get(`/calendar/v3/calendars/${email}/events`),
  'v2 busy times': (email) =>
    get(
      `/calendar/feeds/default/freebusy/busy-times/${email}?start-min=2026-03-02T00:00:00Z&start-max=2026-03-03T00:00:00Z`,
    ),
  'v2 feed': (email) => get(`/calendar/feeds/${email}/private/full`),
  'v2 metafeed': (email) => get(`/calendar/feeds/${email}`),
  'caldav outbox': busy,
  'caldav principal': (email) => ({ method: 'PROPFIND', url: `/dav/principals/${email}/`, headers: { depth: '0' } }),
  'caldav home': (email) => ({ method: 'PROPFIND', url: `/dav/calendars/${email}/`, headers: { depth: '1' } }),
  'caldav, a calendar that one sees in that home': (email) => get(`/dav/calendars/${email}/{other}/`),
  'caldav search': (email) => ({
    ...report('x', '', '/dav/principals/'),
    headers: { depth: '0' },
    body: `<D:principal-property-search ${namespaces}><D:property-search><D:prop><CS:email-address-set/></D:prop><D:match>${email}</D:match></D:property-search><D:prop><D:displayname/></D:prop></D:principal-property-search>`,
  }),
  'jscalendar home': (email) => get(`/rest/${email}/`),
  'jscalendar calendars': (email) => get(`/rest/${email}/calendars/`),
  'jscalendar free/busy': (email) => get(`/rest/${email}/freebusy/?${range}`),
  'jscalendar principal': (email) => get(`/rest/principals/users/${email}`),
  'jscalendar, a calendar that one sees in that home': (email) => get(`/rest/${email}/{other}/`),
  'jscalendar outbox': (email) => ({
    method: 'POST',
    url: '/rest/{me}/outbox/',
    type: 'application/json',
    body: `{"@type":"FreeBusyRequest","start":"2026-03-02T00:00:00Z","end":"2026-03-03T00:00:00Z","participants":["mailto:${email}"]}`,
  }),
};

describe('attendee-directory: who exists', () => {
  it.each(Object.entries(doors))('is not told to somebody of another organisation: %s', async (_, door) => {
    const names = scene.names('stranger', 'default');
    const told = async (email: string): Promise<string> => {
      const { statusCode, headers, body } = await ask(door(email), 'stranger', names);
      const plain = [email, encodeURIComponent(email)].reduce((text, one) => text.replaceAll(one, 'X'), body);
      return `${statusCode} ${String(headers['content-type'])} ${plain.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')}`;
    };
    expect(await told('alice@example.org')).toBe(await told('ghost@example.org'));
  });
});
