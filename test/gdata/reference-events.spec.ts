import { describe, expect, it } from 'vitest';
import { find, gdataServer } from './gdata-client.js';
import { g, point, rows, sync, when, who } from './reference-events.table.js';

const feed = 'default/private/full';
const names =
  "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'";

describe('the elements of an event (Atom reference)', () => {
  const gdata = gdataServer();
  const { send } = gdata;

  const entry = (more: string): string => {
    const hasTime = /<gd:when|<gd:recurrence/.test(more);
    return `<entry ${names}>${more.includes('<title') ? '' : '<title>Row</title>'}${hasTime ? '' : when}${more}</entry>`;
  };
  const expectShown = (body: string, shown: string | RegExp): void => {
    if (typeof shown === 'string') expect(body).toContain(shown);
    else expect(body).toMatch(shown);
  };

  it.each(rows)('%s is read, shown, and kept by a PUT of what was shown', async (_name, sent, shown) => {
    const made = await send('POST', feed, { body: entry(sent) });
    expect(made.statusCode, made.body).toBe(201);
    expectShown(made.body, shown);
    const path = find(String(made.headers.location), /feeds\/(.*)$/);
    const put = await send('PUT', path, { body: made.body });
    expect(put.statusCode, put.body).toBe(200);
    expect(put.headers.etag).toBe(made.headers.etag);
    expectShown((await send('GET', path)).body, shown);
    await send('DELETE', path, { headers: { 'if-match': '*' } });
  });

  it.each([
    ['gCal:guestsCanModify without the other two', "<gCal:guestsCanModify value='true'/>"],
    [
      'gCal:guestsCanModify beside a false one',
      "<gCal:guestsCanModify value='true'/><gCal:guestsCanInviteOthers value='true'/><gCal:guestsCanSeeGuests value='false'/>",
    ],
    ['gCal:sequence below zero', `${sync}<gCal:sequence value='-1'/>`],
    ['gCal:sequence that is no number', `${sync}<gCal:sequence value='one'/>`],
    ['gCal:additionalGuests that are no number', who("<gCal:additionalGuests value='many'/>")],
    ['gCal:additionalGuests below zero', who("<gCal:additionalGuests value='-2'/>")],
    ['a boolean that is none', "<gCal:guestsCanSeeGuests value='perhaps'/>"],
    ['gd:extendedProperty without a name', "<gd:extendedProperty value='v'/>"],
    ['gd:extendedProperty with a name of 48 characters', `<gd:extendedProperty name='${'n'.repeat(48)}' value='v'/>`],
    [
      'gd:extendedProperty with a value of 1025 characters',
      `<gd:extendedProperty name='n' value='${'v'.repeat(1025)}'/>`,
    ],
    ['gd:eventStatus of another word', `<gd:eventStatus value='${g('perhaps')}'/>`],
    ['gd:visibility of another word', `<gd:visibility value='${g('secret')}'/>`],
    ['gd:transparency of another word', `<gd:transparency value='${g('glass')}'/>`],
    ['gd:attendeeStatus of another word', who(`<gd:attendeeStatus value='${g('maybe')}'/>`)],
    ['gd:attendeeType of another word', who(`<gd:attendeeType value='${g('vip')}'/>`)],
    ['gd:reminder of another method', "<gd:reminder method='pigeon' minutes='10'/>"],
    ['gd:reminder with two times', "<gd:reminder method='alert' minutes='10' hours='1'/>"],
    ['gd:reminder of less than nothing', "<gd:reminder method='alert' minutes='-10'/>"],
    ['six gd:reminders', "<gd:reminder method='alert' minutes='10'/>".repeat(6)],
    ['gd:when without startTime', "<gd:when endTime='2010-05-06'/>"],
    ['gd:when that ends before it starts', "<gd:when startTime='2010-05-06' endTime='2010-05-05'/>"],
    ['two gd:when', when + when],
    ['gd:recurrence that is none', '<gd:recurrence>every day</gd:recurrence>'],
    ['georss:where beyond the pole', point('91 0')],
    ['georss:where beyond the date line', point('0 180.5')],
    ['georss:where of one number', point('59.9')],
    ['georss:where of words', point(`${'9'.repeat(5000)}x`)],
    ['gCal:displayTimezone of no zone', when.replace('/>', "><gCal:displayTimezone start='Mars/Olympus'/></gd:when>")],
  ])('%s is refused', async (_name, sent) => {
    const { statusCode, headers, body } = await send('POST', feed, { body: entry(sent) });
    expect([statusCode, headers['content-type']], body).toEqual([400, 'application/vnd.google.gdata.error+xml']);
  });

  it('guest permissions that a PUT leaves out stay', async () => {
    const made = await send('POST', feed, { body: entry("<gCal:guestsCanInviteOthers value='false'/>") });
    const path = find(String(made.headers.location), /feeds\/(.*)$/);
    const put = await send('PUT', path, { body: entry(''), headers: { 'if-match': '*' } });
    expect(put.body).toContain("<gCal:guestsCanInviteOthers value='false'/>");
  });

  it.each(['<gd:reminder/>', "<gd:reminder method='all'/>"])(
    '%s means the defaults of the calendar',
    async (reminder) => {
      const made = await send('POST', feed, { body: entry(reminder) });
      const id = find(made.body, /<id>[^<]*\/([^</]*)</);
      const v3 = await gdata.server.inject({
        method: 'GET',
        url: `/calendar/v3/calendars/primary/events/${id}`,
        headers: { authorization: `Bearer ${gdata.server.tokens.alice}` },
      });
      expect(v3.json()).toMatchObject({ reminders: { useDefault: true } });
    },
  );
});
