import { beforeAll, describe, expect, it } from 'vitest';
import { people } from '../harness/index.js';
import { addCalendar, find, gdataServer } from './gdata-client.js';

const own = 'default/owncalendars/full';
const all = 'default/allcalendars/full';
const names =
  "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005' xmlns:gAcl='http://schemas.google.com/acl/2007'";
const entry = (content: string): string => `<entry ${names}>${content}</entry>`;

/** The Atom reference's own list; one of them is there twice. */
const palette =
  `#A32929 #B1365F #7A367A #5229A3 #29527A #2952A3 #1B887A #28754E #0D7813 #528800 #88880E #AB8B00 #BE6D00 #B1440E
  #865A5A #705770 #4E5D6C #5A6986 #4A716C #6E6E41 #8D6F47 #853104 #691426 #5C1158 #23164E #182C57 #060D5E #125A12
  #2F6213 #2F6309 #5F6B02 #8C500B #754916 #6B3304 #5B123B #42104A #113F47 #333333 #0F4B38 #856508 #711616`.split(/\s+/);

/** Names and examples of the reference's table of settings; the guide has one more. */
const settings: Record<string, string[]> = {
  locale: ['en_GB', 'en_US'],
  country: ['US', 'GB'],
  timezone: ['America/Los_Angeles', 'UTC', 'Europe/Prague'],
  timezoneLabel: ['My time zone label', 'Home'],
  displayAllTimezones: ['true', 'false'],
  dateFieldOrder: ['DMY', 'MDY'],
  format24HourTime: ['true', 'false'],
  weekStart: ['0', '6'],
  defaultCalMode: ['week', 'custom'],
  customCalMode: ['custom,7', 'custom,28'],
  userLocation: ['Mountain View', '93043'],
  weather: ['C', 'F'],
  showDeclinedEvents: ['true', 'false'],
  hideInvitations: ['true', 'false'],
  alternateCalendar: ['0', '1'],
};

describe('calendars, rules and settings (Atom reference)', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let path: string;
  let bobs: string;

  const rule = (scope: string, role: string): string => entry(`<gAcl:scope ${scope}/><gAcl:role value='${role}'/>`);
  const gCal = (role: string): string => `http://schemas.google.com/gCal/2005#${role}`;
  const v3 = (method: 'GET' | 'POST', place: string) =>
    gdata.server.inject({
      method,
      url: `/calendar/v3/${place}`,
      headers: { authorization: `Bearer ${gdata.server.tokens.alice}` },
    });

  beforeAll(async () => {
    const { headers } = await send('POST', own, { body: entry('<title>Own</title>') });
    path = find(String(headers.location), /feeds\/(.*)$/);
    bobs = encodeURIComponent(await addCalendar(gdata.server, 'bob', { title: 'Bob’s' }));
  });

  it.each(palette)('gCal:color %s', async (color) => {
    const put = await send('PUT', path, { body: entry(`<title>Own</title><gCal:color value='${color}'/>`) });
    expect(put.body).toContain(`<gCal:color value='${color}'/>`);
    expect((await send('GET', path)).body).toContain(`<gCal:color value='${color}'/>`);
  });

  it.each([
    ['gCal:color in lower case', "<gCal:color value='#7a367a'/>", "<gCal:color value='#7A367A'/>"],
    ['gCal:hidden', "<gCal:hidden value='true'/>", "<gCal:hidden value='true'/>"],
    ['gCal:hidden, false', "<gCal:hidden value='false'/>", "<gCal:hidden value='false'/>"],
    ['gCal:selected', "<gCal:selected value='true'/>", "<gCal:selected value='true'/>"],
    ['gCal:selected, false', "<gCal:selected value='false'/>", "<gCal:selected value='false'/>"],
    ['gCal:timezone', "<gCal:timezone value='America/Los_Angeles'/>", "<gCal:timezone value='America/Los_Angeles'/>"],
    ['gCal:accesslevel is the server’s', "<gCal:accesslevel value='none'/>", "<gCal:accesslevel value='owner'/>"],
    ['gCal:timesCleaned is the server’s', "<gCal:timesCleaned value='9'/>", "<gCal:timesCleaned value='0'/>"],
    ['gd:where', "<gd:where valueString='Oakland'/>", "<gd:where valueString='Oakland'/>"],
    ['atom:summary', "<summary type='text'>Words</summary>", '<summary>Words</summary>'],
  ])('%s', async (_name, sent, shown) => {
    const put = await send('PUT', path, { body: entry(`<title>Own</title>${sent}`) });
    expect(put.statusCode, put.body).toBe(200);
    expect((await send('GET', path)).body).toContain(shown);
  });

  it('gCal:timesCleaned counts', async () => {
    await v3('POST', 'calendars/primary/clear');
    expect((await send('GET', `${own}/alice%40example.org`)).body).toContain("<gCal:timesCleaned value='1'/>");
    expect((await send('GET', 'default/private/full')).body).toContain("<gCal:timesCleaned value='1'/>");
  });

  it.each([
    ['read', 'read'],
    ['freebusy', 'freebusy'],
    ['editor', 'editor'],
    ['owner', 'owner'],
  ])('gAcl:role %s is the gCal:accesslevel of the other side', async (role, level) => {
    const body = rule("type='user' value='alice@example.org'", gCal(role));
    const put = await send('PUT', `${bobs}/acl/full/user%3Aalice%40example.org`, { as: 'bob', body });
    expect(put.body).toContain(`<gAcl:role value='${gCal(role)}'/>`);
    await send('POST', all, { body: entry(`<id>${bobs}</id>`) });
    expect((await send('GET', `${all}/${bobs}`)).body).toContain(`<gCal:accesslevel value='${level}'/>`);
  });

  it('gCal:overrideName, in either spelling, is the subscriber’s own', async () => {
    for (const [name, value] of [
      ['overrideName', 'Awesome Calendar'],
      ['overridename', 'Other'],
    ]) {
      const put = await send('PUT', `${all}/${bobs}`, { body: entry(`<gCal:${name} value="${value}" />`) });
      expect(put.body).toContain(`<gCal:overrideName value='${value}'/>`);
    }
    expect((await send('GET', `${own}/${bobs}`, { as: 'bob' })).body).not.toContain('overrideName');
  });

  it.each([
    ['user', "type='user' value='darcy@gmail.com'", 'user%3Adarcy%40gmail.com'],
    ['domain', "type='domain' value='example.com'", 'domain%3Aexample.com'],
    ['default', "type='default'", 'default'],
  ])('gAcl:scope of a %s', async (_type, scope, id) => {
    const added = await send('POST', `${bobs}/acl/full`, { as: 'bob', body: rule(scope, gCal('freebusy')) });
    expect(added.statusCode, added.body).toBe(201);
    expect(added.body).toContain(`<gAcl:scope ${scope}/>`);
    const none = await send('PUT', `${bobs}/acl/full/${id}`, { as: 'bob', body: rule(scope, 'none') });
    expect(none.statusCode, none.body).toBe(200);
    expect((await send('GET', `${bobs}/acl/full/${id}`, { as: 'bob' })).statusCode).toBe(404);
  });

  it.each([
    ['a role of another word', "type='user' value='x@example.org'", gCal('emperor')],
    ['a scope of another type', "type='planet' value='x@example.org'", gCal('read')],
    ['a user without an address', "type='user'", gCal('read')],
    ['root', "type='user' value='x@example.org'", gCal('root')],
  ])('%s is refused', async (_name, scope, role) => {
    const { statusCode } = await send('POST', `${bobs}/acl/full`, { as: 'bob', body: rule(scope, role) });
    expect(statusCode).toBe(400);
  });

  it.each(Object.entries(settings))('gCal:settingsProperty %s', async (name, values) => {
    const { store } = gdata.server.gateway.dependencies;
    for (const value of values) {
      const user = (await gdata.server.core.directory.byEmail(people.alice.email))!;
      await store.write((tx) => tx.savePrincipal({ ...user, settings: { ...user.settings, [name]: value } }));
      const shown = `<gCal:settingsProperty name='${name}' value='${value}'/>`;
      expect((await send('GET', 'default/settings')).body).toContain(shown);
      expect((await send('GET', `default/settings/${name}`)).body).toContain(shown);
      const { data } = (await send('GET', `default/settings/${name}?alt=jsonc`)).json<{ data: object }>();
      expect(data).toMatchObject({ kind: 'calendar#settings', id: name, value });
    }
  });
});
