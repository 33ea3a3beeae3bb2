import { beforeAll, describe, expect, it } from 'vitest';
import { openAs } from '../harness/index.js';
import { count, find, lessons, tennis, gdataServer } from './gdata-client.js';

const settingsOfGuide = [
  'alternateCalendar',
  'country',
  'customCalMode',
  'dateFieldOrder',
  'defaultCalMode',
  'displayAllTimezones',
  'format24HourTime',
  'hideInvitations',
  'hideWeekends',
  'locale',
  'showDeclinedEvents',
  'timezone',
  'timezoneLabel',
  'userLocation',
  'weather',
  'weekStart',
];

describe('projections and visibilities', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let id: string;
  beforeAll(async () => {
    const guest = "<gd:who email='bob@example.org' valueString='Bob'/></entry>";
    const { body } = await send('POST', 'default/private/full', { body: tennis.replace('</entry>', guest) });
    id = find(body, /private\/full\/([^/']+)'/);
  });

  const entry = async (projection: string): Promise<string> =>
    (await send('GET', `default/private/${projection}/${id}`)).body;

  it('full-noattendees has no guests, and a PUT to it keeps them', async () => {
    const shown = await entry('full-noattendees');
    expect(shown).not.toContain('<gd:who');
    expect(shown).toContain(
      `rel='edit' type='application/atom+xml' href='http://127.0.0.1:8080/calendar/feeds/default/private/full-noattendees/${id}'`,
    );
    const body = shown.replace('Tennis with Beth', 'Tennis');
    expect((await send('PUT', `default/private/full-noattendees/${id}`, { body })).statusCode).toBe(200);
    const full = await entry('full');
    expect(full).toContain("email='bob@example.org'");
    expect(full).toContain('<title>Tennis</title>');
    await send('PUT', `default/private/full/${id}`, { body: full.replace('>Tennis<', '>Tennis with Beth<') });
  });

  it('attendees-only has guests and no times', async () => {
    const shown = await entry('attendees-only');
    expect(shown).toContain("email='bob@example.org'");
    expect(shown).not.toMatch(/<gd:when|Rolling|quick lesson|rel='edit'/);
  });

  it('free-busy has times and no names', async () => {
    const shown = await entry('free-busy');
    expect(shown).toContain("startTime='2006-04-17T17:00:00.000+02:00'");
    expect(shown).not.toMatch(/Tennis|bob@|Rolling|quick lesson|rel='edit'/);
  });

  it('basic is Atom without extensions, with HTML to be read', async () => {
    const shown = await entry('basic');
    expect(shown).not.toMatch(/<gd:|<gCal:|rel='edit'/);
    expect(shown).toContain(
      "<summary type='html'>When: Mon Apr 17, 2006 5pm to 7pm&amp;nbsp; Europe/Berlin\n&lt;br /&gt;Who: Alice Adler, Bob\n&lt;br /&gt;Where: Rolling Lawn Courts\n&lt;br /&gt;Event Status: confirmed</summary>",
    );
    expect(shown).toContain('Event Description: Meet for a quick lesson.</content>');
  });

  it('composite has the comments inside, and the exceptions of a series', async () => {
    expect(await entry('composite')).toContain('Comments for: Tennis with Beth');
    const { body } = await send('POST', 'default/private/full', { body: lessons });
    const series = find(body, /private\/full\/([^/']+)'/);
    const instance = `default/private/full/${series}_20100511`;
    const moved = (await send('GET', instance)).body.replace('Lessons with Jane', 'Lessons with Joe');
    expect((await send('PUT', instance, { body: moved })).statusCode).toBe(200);
    const shown = (await send('GET', `default/private/composite/${series}`)).body;
    expect(count(shown, "<gd:recurrenceException specialized='true'>")).toBe(1);
    expect(shown).toContain('Lessons with Joe');
    expect(shown).toMatch(/<\/gd:entryLink><gd:originalEvent /);
    const feed = (await send('GET', 'default/private/composite?q=Jane')).body;
    expect(feed).toContain('<gd:recurrenceException ');
    expect(feed).not.toContain('#post');
    await send('DELETE', `default/private/full/${series}`, { headers: { 'if-match': '*' } });
  });

  it('comments are an empty feed', async () => {
    const { statusCode, body } = await send('GET', `default/private/full/${id}/comments`);
    expect([statusCode, count(body, '<entry')]).toEqual([200, 0]);
    expect(body).toContain('Comments for: Tennis with Beth');
    expect((await send('GET', `default/private/full/${id}/comments/1`)).statusCode).toBe(404);
  });

  it('public shows what everybody may see, and nothing private', async () => {
    const anonymous = { as: null };
    const url = 'alice%40example.org/public/full';
    expect((await send('GET', url, anonymous)).statusCode).toBe(403);
    const open = await openAs(gdata.server.core, 'alice@example.org');
    const setDefault = (role: 'reader' | 'freeBusy' | 'none') =>
      gdata.server.core.calendars.setAcl(open, { scopeType: 'default', scopeValue: '', role });
    await setDefault('reader');
    const secret = tennis
      .replace('Tennis with Beth', 'Doctor')
      .replace('</entry>', "<gd:visibility value='http://schemas.google.com/g/2005#event.private'/></entry>");
    const { body: made } = await send('POST', 'default/private/full', { body: secret });
    const hidden = find(made, /private\/full\/([^/']+)'/);

    const shown = await send('GET', url, anonymous);
    expect(shown.statusCode).toBe(200);
    expect(count(shown.body, '<entry ')).toBe(1);
    expect(shown.body).toContain('Tennis with Beth');
    expect(shown.body).not.toMatch(/Doctor|#post|rel='edit'/);
    expect((await send('GET', `${url}/${hidden}`, anonymous)).statusCode).toBe(404);
    expect((await send('POST', url, { body: tennis })).statusCode).toBe(403);

    await setDefault('freeBusy');
    const busy = (await send('GET', url, anonymous)).body;
    expect(count(busy, '<entry ')).toBe(2);
    expect(busy).not.toMatch(/Tennis|Doctor/);
    await setDefault('none');
    expect((await send('GET', url, anonymous)).statusCode).toBe(403);
  });

  it('private with a cookie needs nothing else, and tells nobody (magic-cookie-guess, magic-cookie-leak)', async () => {
    const open = await openAs(gdata.server.core, 'alice@example.org');
    const cookie = await gdata.server.core.calendars.resetLink(open);
    const of = (secret: string, id = 'alice%40example.org') =>
      send('GET', `${id}/private-${secret}/full`, { as: null });
    const shown = await of(cookie);
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('Tennis with Beth');
    expect(shown.body).toContain('<entry');
    expect(shown.body).not.toMatch(/#post|rel='edit'|Doctor/);
    expect(shown.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    for (const wrong of [cookie.slice(1), `${cookie}0`, cookie.toUpperCase().replace(/[0-9]/g, 'A'), '']) {
      expect((await of(wrong)).statusCode).toBe(404);
    }
    expect((await of(cookie, 'bob%40example.org')).statusCode).toBe(404);
    const write = await send('POST', `alice%40example.org/private-${cookie}/full`, { body: tennis });
    expect([write.statusCode, write.body.includes(cookie)]).toEqual([403, false]);
    await gdata.server.core.calendars.resetLink(open);
    expect((await of(cookie)).statusCode).toBe(404);
    expect(gdata.server.logs.join('')).not.toContain(cookie);
  });

  it('settings are all of the guide, one by one too', async () => {
    const { body, statusCode } = await send('GET', 'default/settings');
    expect(statusCode).toBe(200);
    expect([...body.matchAll(/settingsProperty name='(\w+)'/g)].map(([, name]) => name)).toEqual(settingsOfGuide);
    expect(body).toContain("Alice Adler's personal settings");
    expect(body).toContain("<gCal:settingsProperty name='timezone' value='Europe/Berlin'/>");
    const one = await send('GET', 'default/settings/timezone');
    expect(one.body).toContain("<gCal:settingsProperty name='timezone' value='Europe/Berlin'/>");
    const { data } = (await send('GET', 'default/settings?alt=jsonc')).json<{ data: { items: object[] } }>();
    expect(data).toMatchObject({ kind: 'calendar#settingFeed', author: { email: 'alice@example.org' } });
    expect(data.items).toContainEqual({
      kind: 'calendar#settings',
      id: 'timezone',
      selfLink: 'http://127.0.0.1:8080/calendar/feeds/default/settings/timezone',
      value: 'Europe/Berlin',
    });
    expect((await send('GET', 'default/settings/nonsense')).statusCode).toBe(404);
    expect((await send('GET', 'bob%40example.org/settings')).statusCode).toBe(403);
  });
});
