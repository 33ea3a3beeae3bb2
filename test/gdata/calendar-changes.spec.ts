import { describe, expect, it } from 'vitest';
import { openAs } from '../harness/index.js';
import { addCalendar, find, gdataServer } from './gdata-client.js';

/** The guide's "Creating new calendars". */
const league = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'>
  <title type='text'>Little League Schedule</title>
  <summary type='text'>This calendar contains the practice schedule and game times.</summary>
  <gCal:timezone value='America/Los_Angeles'></gCal:timezone>
  <gCal:hidden value='false'></gCal:hidden>
  <gCal:color value='#2952A3'></gCal:color>
  <gd:where rel='' label='' valueString='Oakland'></gd:where>
</entry>`;
const own = 'default/owncalendars/full';
const all = 'default/allcalendars/full';
const json = { 'content-type': 'application/json' };

describe('calendars', () => {
  const gdata = gdataServer();
  const { send } = gdata;

  const path = (body: string): string => find(body, /rel='edit'[^>]*href='[^']*feeds\/([^']*)'/);

  it('are created, changed and deleted as the guide has it', async () => {
    const created = await send('POST', own, { body: league });
    expect([created.statusCode, created.headers['content-type']]).toEqual([
      201,
      'application/atom+xml; charset=UTF-8; type=entry',
    ]);
    for (const part of [
      '>Little League Schedule</title>',
      'game times.</summary>',
      "<gCal:timezone value='America/Los_Angeles'/>",
      "<gCal:hidden value='false'/>",
      "<gCal:color value='#2952A3'/>",
      "<gCal:selected value='false'/>",
      "<gCal:accesslevel value='owner'/>",
      "<gd:where valueString='Oakland'/>",
    ]) {
      expect(created.body).toContain(part);
    }
    const edit = path(created.body);
    expect(created.headers.location).toContain(edit);
    const body = created.body
      .replace('>Little League Schedule</title>', '>New Title</title>')
      .replace("color value='#2952A3'", "color value='#0d7813'")
      .replace("selected value='false'", "selected value='true'");
    const changed = await send('PUT', edit, { body });
    expect(changed.statusCode).toBe(200);
    const shown = (await send('GET', edit)).body;
    for (const part of ['>New Title<', "value='#0D7813'", "<gCal:selected value='true'/>", "valueString='Oakland'"])
      expect(shown).toContain(part);
    expect((await send('DELETE', edit)).statusCode).toBe(200);
    expect((await send('GET', edit)).statusCode).toBe(404);
  });

  it('are created and changed in JSON-C', async () => {
    const data = {
      title: 'League',
      details: 'Games',
      timeZone: 'America/Los_Angeles',
      color: '#2952A3',
      location: 'Oakland',
    };
    const created = await send('POST', own, { body: JSON.stringify({ data }), headers: json });
    expect(created.statusCode).toBe(201);
    const shown = created.json<{ data: Record<string, unknown> }>().data;
    expect(shown).toMatchObject({
      kind: 'calendar#calendar',
      accessLevel: 'owner',
      hidden: false,
      selected: false,
      ...data,
    });
    const next = { ...shown, title: 'New', selected: true, color: '#0D7813' };
    const edit = find(String(shown.selfLink), /feeds\/(.*)$/);
    const changed = await send('PUT', edit, { body: JSON.stringify({ data: next }), headers: json });
    expect(changed.json<{ data: unknown }>().data).toMatchObject({ title: 'New', selected: true, color: '#0D7813' });
  });

  it('change in part by PATCH', async () => {
    const edit = path((await send('POST', own, { body: league })).body);
    const body = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' gd:fields='summary'><title>Only this</title></entry>`;
    const changed = await send('PATCH', edit, { body, headers: { 'content-type': 'application/xml' } });
    expect(changed.statusCode).toBe(200);
    expect(changed.body).toContain('>Only this</title>');
    expect(changed.body).not.toContain('<summary');
    expect(changed.body).toContain("valueString='Oakland'");
  });

  it('of the primary kind cannot be deleted: 400', async () => {
    for (const list of [own, all]) {
      expect((await send('DELETE', `${list}/alice%40example.org`)).statusCode).toBe(400);
    }
  });

  it('need a title, a zone that exists and a colour that is one', async () => {
    for (const body of [
      league.replace('Little League Schedule', ' '),
      league.replace('America/Los_Angeles', 'Mars/Base'),
      league.replace('#2952A3', 'red'),
    ]) {
      expect((await send('POST', own, { body })).statusCode).toBe(400);
    }
  });

  it('of others are subscribed to, personalised and unsubscribed from', async () => {
    const id = await addCalendar(gdata.server, 'bob', { title: 'Week Numbers' });
    const encoded = encodeURIComponent(id);
    const body = `<entry xmlns='http://www.w3.org/2005/Atom'><id>${encoded}</id></entry>`;
    expect((await send('POST', all, { body })).statusCode).toBe(404);
    const open = await openAs(gdata.server.core, 'bob@example.org', id);
    await gdata.server.core.calendars.setAcl(open, { scopeType: 'default', scopeValue: '', role: 'reader' });
    const subscribed = await send('POST', all, { body });
    expect(subscribed.statusCode).toBe(201);
    expect(subscribed.body).toContain("<gCal:accesslevel value='read'/>");
    const edit = `${all}/${encoded}`;
    const change = subscribed.body
      .replace('>Week Numbers<', '>Mine<')
      .replace(/color value='[^']*'/, "color value='#A32929'");
    const changed = await send('PUT', edit, { body: change });
    expect(changed.statusCode).toBe(200);
    expect(changed.body).toContain('>Week Numbers<');
    expect(changed.body).toContain("value='#A32929'");
    expect((await send('PUT', `${own}/${encoded}`, { body: change })).statusCode).toBe(404);
    expect((await send('DELETE', edit)).statusCode).toBe(200);
    expect((await send('GET', edit)).statusCode).toBe(404);
    expect((await send('GET', `${own}/${encoded}`, { as: 'bob' })).statusCode).toBe(200);
  });

  it('are made and deleted in one batch', async () => {
    const entry = (operation: string, content: string): string =>
      `<entry><batch:operation type='${operation}'/>${content}</entry>`;
    const body = `<feed xmlns='http://www.w3.org/2005/Atom' xmlns:batch='http://schemas.google.com/gdata/batch'>${entry('insert', '<title>Batched</title>')}${entry('delete', '<id>alice%40example.org</id>')}</feed>`;
    const answer = await send('POST', `${own}/batch`, { body });
    expect([...answer.body.matchAll(/batch:status code='(\d+)'/g)].map(([, code]) => code)).toEqual(['201', '400']);
  });
});
