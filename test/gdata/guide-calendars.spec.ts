import { beforeAll, describe, expect, it } from 'vitest';
import { addCalendar, find, gdataServer } from './gdata-client.js';
import { formats, lacking, printed, type Names } from './printed.js';

const all = 'default/allcalendars/full';
const own = 'default/owncalendars/full';
const acl = 'alice%40example.org/acl/full';
const rule = `${acl}/user%3Acarol%40example.org`;
const weekNumbers = 'e_2_en%23weeknum%40group.v.calendar.google.com';

/** Every example that the developer's guide prints of settings, calendars and access lists; a list names what is decided otherwise. */
describe('the guide on calendars', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let names: Names;
  /** Bob's, for subscriptions. */
  let weeks: string;
  let doodles: string;

  const compare = (file: string, body: string, more: Names = {}): string[] =>
    lacking(file, body, { ...more, ...names });
  const subscribe = (id: string) => send('POST', all, { body: printed('subscribe.xml', { [weekNumbers]: id }) });

  beforeAll(async () => {
    const description = 'Week numbers displayed weekly';
    const week = await addCalendar(gdata.server, 'bob', {
      title: 'Week Numbers',
      description,
      timeZone: 'Europe/Zurich',
    });
    weeks = encodeURIComponent(week);
    doodles = encodeURIComponent(
      await addCalendar(gdata.server, 'bob', { title: 'Google Doodles', timeZone: 'Etc/GMT' }),
    );
    for (const calendar of [weeks, doodles]) {
      const body = printed('add-rule.xml', { 'darcy@gmail.com': 'alice@example.org', '#editor': '#read' });
      expect((await send('POST', `${calendar}/acl/full`, { as: 'bob', body })).statusCode).toBe(201);
    }
    names = {
      'https://www.google.com/': `${gdata.server.url}/`,
      'http://www.google.com/calendar/feeds': `${gdata.server.url}/calendar/feeds`,
      'Elizabeth Bennet': 'My Primary Calendar',
      "Coach's Calendar List": "Alice Adler's Calendar List",
      'user@gmail.com': 'alice@example.org',
      'user%40gmail.com': 'alice%40example.org',
      'user%40google.com': 'alice%40example.org',
      'liz@gmail.com': 'alice@example.org',
      'liz%40gmail.com': 'alice%40example.org',
      'darcy@gmail.com': 'carol@example.org',
      'darcy%40gmail.com': 'carol%40example.org',
      [weekNumbers]: weeks,
      'c4o4i7m2lbamc4k26sc2vokh5g%40group.calendar.google.com': doodles,
    };
  });

  it.each(formats)('settings ($format)', async ({ format, alt }) => {
    const { body } = await send('GET', `default/settings${alt}`);
    // The printed title has two apostrophes, and the link to the pages is that of no other feed.
    const slips = {
      "Coach's's": "Coach's",
      'feeds/render': 'render',
      Coach: 'Alice Adler',
    };
    const ownValues = /settingsProperty@value|items\/value/;
    expect(compare(`settings.${format}`, body, slips).filter((path) => !ownValues.test(path))).toEqual([]);
  });

  it.each(formats)('creating, updating and deleting a calendar ($format)', async ({ format, alt, headers }) => {
    const created = await send('POST', own + alt, { headers, body: printed(`create-calendar.${format}`) });
    expect(created.statusCode).toBe(201);
    const id = find(String(created.headers.location), /full\/([^?]*)/);
    const ids = {
      'ppgcfga9qo8jmdwan231w7s8h4%40group.calendar.google.com': id,
      calendarID: id,
    };
    expect(compare(`created-calendar.${format}`, created.body, ids)).toEqual([]);
    // Its author is called as the calendar is, so the new title is in both places.
    const renamed = { ...ids, 'Little League Schedule': 'New Title' };
    const body = printed(`update-calendar.${format}`, { ...renamed, ...names });
    const updated = await send('PUT', `${own}/${id}${alt}`, { headers, body });
    expect(updated.statusCode).toBe(200);
    expect(compare(`update-calendar.${format}`, updated.body, renamed)).toEqual([]);
    expect((await send('DELETE', `${own}/${id}`)).statusCode).toBe(200);
    expect((await send('DELETE', `${own}/alice%40example.org`)).statusCode).toBe(400);
  });

  it.each(formats)('subscribing, personalising and unsubscribing ($format)', async ({ format, alt, headers }) => {
    const subscribed = await send('POST', all + alt, { headers, body: printed(`subscribe.${format}`, names) });
    expect(subscribed.statusCode).toBe(201);
    expect(compare(`subscribed.${format}`, subscribed.body)).toEqual([]);
    await subscribe(doodles);
    // The Atom example personalises another calendar than the JSON-C one.
    const id = format === 'xml' ? doodles : weeks;
    const body = printed(`update-subscription.${format}`, names);
    const updated = await send('PUT', `${all}/${id}${alt}`, { headers, body });
    expect(updated.statusCode).toBe(200);
    expect(compare(`update-subscription.${format}`, updated.body)).toEqual([]);
    for (const one of [doodles, weeks]) expect((await send('DELETE', `${all}/${one}`)).statusCode).toBe(200);
  });

  it('all calendars, and those that the user owns', async () => {
    const [primary, giants] = printed('calendars.xml', names).match(/<entry[^]*?<\/entry>/g)!;
    const declared = (entry: string): string => entry.replace('<entry', `<entry ${declarations}`);
    expect((await send('PUT', `${own}/alice%40example.org`, { body: declared(primary) })).statusCode).toBe(200);
    const made = await send('POST', own, { body: declared(giants!) });
    const id = find(String(made.headers.location), /full\/([^?]*)/);
    await subscribe(doodles);
    const { body } = await send('GET', all);
    // A user is called as their primary calendar is (recorded); the colour of a subscription is the user's.
    const ids = { 'rf1c66uld6dgk2t5lh43svev6g%40group.calendar.google.com': id, '>Coach<': '>My Primary Calendar<' };
    expect(compare('calendars.xml', body, ids)).toEqual(['/feed/entry/gCal:color@value=#5229A3']);
    await subscribe(weeks);
    const moon = {
      'p%23moonphase%40group.v.calendar.google.com': weeks,
      '"Coach"': '"My Primary Calendar"',
      'Shows the primary phases of the Moon': 'Week numbers displayed weekly',
      'Phases of the Moon': 'Week Numbers',
      // Misprints, and the colours of the two calendars.
      'calendars/full/user%40google.com': 'calendars/user%40google.com',
      'Moutani View': 'Mountain View',
      '#A32929': '#2952A3',
      '"color": "#AB8B00",': '',
    };
    expect(compare('calendars.json', (await send('GET', `${all}?alt=jsonc`)).body, moon)).toEqual([]);
    const levels = [...(await send('GET', own)).body.matchAll(/<gCal:accesslevel value='(\w+)'/g)];
    expect(levels.map(([, level]) => level)).toEqual(['owner', 'owner']);
    expect(body).toContain(find(printed('access-link.xml', names), /(rel='[^']*accessControlList')/));
  });

  it.each(formats)('access lists and their rules ($format)', async ({ format, alt, headers }) => {
    expect((await send('GET', rule)).statusCode).toBe(404);
    const add = printed(`add-rule.${format}`, names);
    const added = await send('POST', acl + alt, { headers, body: add });
    expect(added.statusCode).toBe(201);
    expect(compare(`added-rule.${format}`, added.body)).toEqual([]);
    expect((await send('POST', acl + alt, { headers, body: add })).statusCode).toBe(409);
    const changed = await send('PUT', rule + alt, { headers, body: printed(`update-rule.${format}`, names) });
    expect(changed.statusCode).toBe(200);
    expect(changed.body).toMatch(/gCal\/2005#read'|"role":"read"/);
    const other = await send('PUT', rule + alt, { headers, body: add.replace('carol', 'bob') });
    expect(other.statusCode).toBe(403);
    expect((await send('DELETE', rule)).statusCode).toBe(200);
    const everybody = add.replace(/type='user' value='[^']*'/, "type='default'").replace('#editor', '#read');
    if (format === 'xml') expect((await send('PUT', `${acl}/default`, { body: everybody })).statusCode).toBe(200);
    const misprint = {
      'https://schemas.google.com/acl': 'http://schemas.google.com/acl',
      // Printed beside addresses with the user's name; links keep the word of the request.
      'default/acl': 'alice%40example.org/acl',
    };
    expect(compare(`access-list.${format}`, (await send('GET', acl + alt)).body, misprint)).toEqual([]);
  });
});

const declarations =
  "xmlns='http://www.w3.org/2005/Atom' xmlns:gCal='http://schemas.google.com/gCal/2005' xmlns:gd='http://schemas.google.com/g/2005'";
