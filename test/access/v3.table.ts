import type { AccessTable, Verb } from './verb.js';

const json = 'application/json';
const base = '/calendar/v3';
const me = `${base}/users/me`;
const calendar = `${base}/calendars/{cal}`;
const events = `${calendar}/events`;
const event = `${events}/{id}`;
const rule = `${calendar}/acl/user:bob@example.org`;
const time = '"start":{"dateTime":"2026-04-02T10:00:00Z"},"end":{"dateTime":"2026-04-02T11:00:00Z"}';
const hook = '{"id":"{new}","type":"web_hook","address":"https://hook.example.org/"}';

const get = (url: string): Verb => ({ method: 'GET', url });
const send = (method: string, url: string, body: string, changes?: Verb['changes']): Verb => ({
  method,
  url,
  type: json,
  body,
  ...(changes ? { changes } : {}),
});

/** Every method of the discovery document, and what else there is to ask. */
const verbs: Record<string, Verb> = {
  'calendarList.list': get(`${me}/calendarList`),
  'calendarList.get': get(`${me}/calendarList/{cal}`),
  'calendarList.insert': send('POST', `${me}/calendarList`, '{"id":"{cal}"}'),
  'calendarList.update': send('PUT', `${me}/calendarList/{cal}`, '{"selected":true}'),
  'calendarList.patch': send('PATCH', `${me}/calendarList/{cal}`, '{"selected":true}'),
  'calendarList.delete': { method: 'DELETE', url: `${me}/calendarList/{cal}`, changes: 'list' },
  'calendarList.watch': send('POST', `${me}/calendarList/watch`, hook, 'channel'),
  'acl.list': get(`${calendar}/acl`),
  'acl.get': get(rule),
  'acl.insert': send(
    'POST',
    `${calendar}/acl`,
    '{"role":"reader","scope":{"type":"user","value":"{new}@example.org"}}',
    'rules',
  ),
  'acl.update': send('PUT', rule, '{"role":"writer","scope":{"type":"user","value":"bob@example.org"}}', 'rules'),
  'acl.patch': send('PATCH', rule, '{"role":"writer"}', 'rules'),
  'acl.delete': { method: 'DELETE', url: rule, changes: 'rules' },
  'acl.watch': send('POST', `${calendar}/acl/watch`, hook, 'channel'),
  'calendars.insert': send('POST', `${base}/calendars`, '{"summary":"{new}"}'),
  'calendars.get': get(calendar),
  'calendars.update': send('PUT', calendar, '{"summary":"Team"}'),
  'calendars.patch': send('PATCH', calendar, '{"location":"{new}"}'),
  'calendars.delete': { method: 'DELETE', url: calendar, changes: 'calendar' },
  'calendars.clear': { method: 'POST', url: `${base}/calendars/{primary}/clear`, changes: 'primary' },
  'colors.get': get(`${base}/colors`),
  'settings.list': get(`${me}/settings`),
  'settings.get': get(`${me}/settings/timezone`),
  'settings.watch': send('POST', `${me}/settings/watch`, hook, 'channel'),
  'freebusy.query': send(
    'POST',
    `${base}/freeBusy`,
    '{"timeMin":"2026-03-02T00:00:00Z","timeMax":"2026-03-03T00:00:00Z","items":[{"id":"{cal}"}]}',
  ),
  'events.list': get(events),
  'events.list, single': get(`${events}?singleEvents=true&orderBy=startTime`),
  'events.list, sought': get(`${events}?q=Title`),
  'events.get': get(event),
  'events.insert': send('POST', events, `{${time}}`, 'more'),
  'events.import': send('POST', `${events}/import`, `{"iCalUID":"{new}@example.org",${time}}`, 'more'),
  'events.move': { method: 'POST', url: `${event}/move?destination={me}`, changes: 'own calendar' },
  'events.update': send(
    'PUT',
    event,
    `{"summary":"{title}","recurrence":["RRULE:FREQ=DAILY;COUNT=3"],"start":{"dateTime":"{start}Z","timeZone":"UTC"},"end":{"dateTime":"{start}Z","timeZone":"UTC"}}`,
  ),
  'events.patch': send('PATCH', event, '{"location":"{new}"}'),
  'events.delete': { method: 'DELETE', url: event, changes: 'event' },
  'events.instances': get(`${event}/instances`),
  'events.quickAdd': { method: 'POST', url: `${events}/quickAdd?text=Lunch%20at%20noon`, changes: 'more' },
  'events.watch': send('POST', `${events}/watch`, hook, 'channel'),
  'channels.stop': send('POST', `${base}/channels/stop`, '{"id":"{channel}","resourceId":"{resource}"}', 'channel'),
  'batch, events.get': {
    method: 'POST',
    url: '/batch/calendar/v3',
    type: 'multipart/mixed; boundary=x',
    body: '--x\r\nContent-Type: application/http\r\n\r\nGET /calendar/v3/calendars/{cal}/events/{id}?key=k\r\n\r\n--x--\r\n',
    inner: /HTTP\/1\.1 (\d+)/,
  },
  'batch, events.delete': {
    method: 'POST',
    url: '/batch/calendar/v3',
    type: 'multipart/mixed; boundary=x',
    body: '--x\r\nContent-Type: application/http\r\n\r\nDELETE /calendar/v3/calendars/{cal}/events/{id}\r\n\r\n--x--\r\n',
    inner: /HTTP\/1\.1 (\d+)/,
    changes: 'event',
  },
};

const byRole = `
                      nobody  visitor     stranger freeBusy    reader      writer      owner       admin
calendarList.list     401     401         200      200         200         200         200         200
calendarList.get      401     401         404      200         200         200         200         200
calendarList.insert   401     401         404      200         200         200         200         200
calendarList.update   401     401         404      200         200         200         200         200
calendarList.patch    401     401         404      200         200         200         200         200
calendarList.delete   401     401         404      204         204         204         204         204
calendarList.watch    401     401         200      200         200         200         200         200
acl.list              401     401         404      403         403         200         200         200
acl.get               401     401         404      403         403         200         200         200
acl.insert            401     401         404      403         403         403         200         200
acl.update            401     401         404      403         403         403         200         200
acl.patch             401     401         404      403         403         403         200         200
acl.delete            401     401         404      403         403         403         204         204
acl.watch             401     401         404      403         403         200         200         200
calendars.insert      401     401         200      200         200         200         200         200
calendars.get         404     200         404      200         200         200         200         200
calendars.update      401     401         404      403         403         403         200         200
calendars.patch       401     401         404      403         403         403         200         200
calendars.delete      401     401         404      403         403         403         204         204
calendars.clear       401     401         404      403         403         403         204         204
colors.get            200     200         200      200         200         200         200         200
settings.list         401     401         200      200         200         200         200         200
settings.get          401     401         200      200         200         200         200         200
settings.watch        401     401         200      200         200         200         200         200
freebusy.query        200     200:dpu     200      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
events.list           404     200:DpU     404      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
events.list, single   404     200:DpU     404      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
events.list, sought   404     200:DU      404      200         200:DU      200:DPU     200:DPU     200:DPU
events.get            404     200:DpU     404      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
events.insert         401     401         404      403         403         200         200         200
events.import         401     401         404      403         403         200         200         200
events.move           401     401         404      403         403         200:DPU     200:DPU     200:DPU
events.update         401     401         404      403         403         200:DPU     200:DPU     200:DPU
events.patch          401     401         404      403         403         200:DPU     200:DPU     200:DPU
events.delete         401     401         404      403         403         204         204         204
events.instances      404     200:DpU     404      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
events.quickAdd       401     401         404      403         403         200         200         200
events.watch          401     401         404      200         200         200         200         200
channels.stop         401     401         404      404         404         404         404         404
batch, events.get     200>404 200>200:DpU 200>404  200>200:dpu 200>200:DpU 200>200:DPU 200>200:DPU 200>200:DPU
batch, events.delete  200>401 200>401     200>404  200>403     200>403     200>204     200>204     200>204
`;

const byScope = `
                      full        full.r      ev          ev.r        own         own.r       busy        pub     avail   set     acl     acl.r   list    list.r  cal     cal.r   other
calendarList.list     200         200         403         403         403         403         403         403     403     403     403     403     200     200     403     403     403
calendarList.get      200         200         403         403         403         403         403         403     403     403     403     403     200     200     403     403     403
calendarList.insert   200         403         403         403         403         403         403         403     403     403     403     403     200     403     403     403     403
calendarList.update   200         403         403         403         403         403         403         403     403     403     403     403     200     403     403     403     403
calendarList.patch    200         403         403         403         403         403         403         403     403     403     403     403     200     403     403     403     403
calendarList.delete   204         403         403         403         403         403         403         403     403     403     403     403     204     403     403     403     403
calendarList.watch    200         200         403         403         403         403         403         403     403     403     403     403     200     200     403     403     403
acl.list              200         403         403         403         403         403         403         403     403     403     200     200     403     403     403     403     403
acl.get               200         200         403         403         403         403         403         403     403     403     200     200     403     403     403     403     403
acl.insert            200         403         403         403         403         403         403         403     403     403     200     403     403     403     403     403     403
acl.update            200         403         403         403         403         403         403         403     403     403     200     403     403     403     403     403     403
acl.patch             200         403         403         403         403         403         403         403     403     403     200     403     403     403     403     403     403
acl.delete            204         403         403         403         403         403         403         403     403     403     204     403     403     403     403     403     403
acl.watch             200         403         403         403         403         403         403         403     403     403     200     200     403     403     403     403     403
calendars.insert      200         403         403         403         403         403         403         403     403     403     403     403     403     403     200     403     403
calendars.get         200         200         403         403         403         403         403         403     403     403     403     403     403     403     200     200     403
calendars.update      200         403         403         403         403         403         403         403     403     403     403     403     403     403     200     403     403
calendars.patch       200         403         403         403         403         403         403         403     403     403     403     403     403     403     200     403     403
calendars.delete      204         403         403         403         403         403         403         403     403     403     403     403     403     403     204     403     403
calendars.clear       204         403         403         403         403         403         403         403     403     403     403     403     403     403     204     403     403
colors.get            200         200         403         403         200         200         200         200     403     403     403     403     200     200     403     403     403
settings.list         200         200         403         403         403         403         403         403     403     200     403     403     403     403     403     403     403
settings.get          200         200         403         403         403         403         403         403     403     200     403     403     403     403     403     403     403
settings.watch        200         200         403         403         403         403         403         403     403     200     403     403     403     403     403     403     403
freebusy.query        200:dpu     200:dpu     403         403         403         403         200:dpu     403     200:dpu 403     403     403     403     403     403     403     403
events.list           200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:dpu     403     403     403     403     403     403     403     403     403     403
events.list, single   200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:dpu     403     403     403     403     403     403     403     403     403     403
events.list, sought   200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200         403     403     403     403     403     403     403     403     403     403
events.get            200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:dpu     403     403     403     403     403     403     403     403     403     403
events.insert         200         403         200         403         200         403         403         403     403     403     403     403     403     403     403     403     403
events.import         200         403         200         403         200         403         403         403     403     403     403     403     403     403     403     403     403
events.move           200:DPU     403         200:DPU     403         200:DPU     403         403         403     403     403     403     403     403     403     403     403     403
events.update         200:DPU     403         200:DPU     403         200:DPU     403         403         403     403     403     403     403     403     403     403     403     403
events.patch          200:DPU     403         200:DPU     403         200:DPU     403         403         403     403     403     403     403     403     403     403     403     403
events.delete         204         403         204         403         204         403         403         403     403     403     403     403     403     403     403     403     403
events.instances      200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:dpu     403     403     403     403     403     403     403     403     403     403
events.quickAdd       200         403         200         403         200         403         403         403     403     403     403     403     403     403     403     403     403
events.watch          200         200         200         200         200         200         200         403     403     403     403     403     403     403     403     403     403
channels.stop         204         204         204         204         204         204         204         204     403     204     204     204     204     204     403     403     403
batch, events.get     200>200:DPU 200>200:DPU 200>200:DPU 200>200:DPU 200>200:DPU 200>200:DPU 200>200:dpu 200>403 200>403 200>403 200>403 200>403 200>403 200>403 200>403 200>403 200>403
batch, events.delete  200>204     200>403     200>204     200>403     200>204     200>403     200>403     200>403 200>403 200>403 200>403 200>403 200>403 200>403 200>403 200>403 200>403
`;

export const v3: AccessTable = { verbs, byRole, byScope };
