import type { AccessTable, Verb } from './verb.js';

const base = '/calendar/feeds';
const feed = `${base}/{cal}/private/full`;
const entry = `${feed}/{id}`;
/** As protocol 1 spells the address to change it at; `If-Match: *` says that any version will do. */
const version1 = `${entry}/1`;
const acl = `${base}/{cal}/acl/full`;
const rule = `${acl}/user%3Abob%40example.org`;
const all = `${base}/default/allcalendars/full`;
const own = `${base}/default/owncalendars/full`;
const cookieFeed = `${base}/{cal}/private-{cookie}/full`;
const day = 'start-min=2026-03-02T00:00:00Z&start-max=2026-03-03T00:00:00Z';

const namespaces = [
  "xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'",
  "xmlns:gCal='http://schemas.google.com/gCal/2005' xmlns:gAcl='http://schemas.google.com/acl/2007'",
  "xmlns:batch='http://schemas.google.com/gdata/batch'",
].join(' ');
const atom = (content: string, root = 'entry'): string => `<${root} ${namespaces}>${content}</${root}>`;
const version = { 'gdata-version': '2' };
const changed = { ...version, 'if-match': '*' };

const get = (url: string): Verb => ({ method: 'GET', url, headers: version });
const send = (method: string, url: string, content: string, changes?: Verb['changes']): Verb => ({
  method,
  url,
  type: 'application/atom+xml',
  body: atom(content),
  headers: method === 'POST' ? version : changed,
  ...(changes ? { changes } : {}),
});
const remove = (url: string, changes: Verb['changes'] & string): Verb => ({
  method: 'DELETE',
  url,
  headers: changed,
  changes,
});
const batch = (url: string, operation: string, content: string, changes?: Verb['changes']): Verb => ({
  ...send('POST', `${url}/batch`, ''),
  body: atom(`<entry><batch:id>1</batch:id><batch:operation type='${operation}'/>${content}</entry>`, 'feed'),
  headers: changed,
  inner: /batch:status code='(\d+)'/,
  ...(changes ? { changes } : {}),
});

const newEvent = "<title>New</title><gd:when startTime='2026-04-02T10:00:00Z' endTime='2026-04-02T11:00:00Z'/>";
const event = "<title>{title}</title><gd:when startTime='{start}Z' endTime='{start}Z'/>";
const named = '<id>http://www.google.com/calendar/feeds/default/events/{id}</id>';
const grant = (who: string, role: string): string =>
  `<gAcl:scope type='user' value='${who}'/><gAcl:role value='http://schemas.google.com/gCal/2005#${role}'/>`;
const namedRule = '<id>http://www.google.com/calendar/feeds/{cal}/acl/user%3Abob%40example.org</id>';
const namedCalendar = '<id>http://www.google.com/calendar/feeds/default/calendars/{cal}</id>';

/** Every feed of the reference with each of its methods, every projection, and private addresses. */
const verbs: Record<string, Verb> = {
  'GET events': get(feed),
  'GET events, sought': get(`${feed}?q=Title`),
  'GET events, jsonc': get(`${feed}?alt=jsonc`),
  'GET events, occurrences': get(`${feed}?singleevents=true`),
  'GET events, public': get(`${base}/{cal}/public/full`),
  'GET events, basic': get(`${base}/{cal}/private/basic`),
  'GET events, composite': get(`${base}/{cal}/private/composite`),
  'GET events, free-busy': get(`${base}/{cal}/private/free-busy`),
  'GET events, attendees-only': get(`${base}/{cal}/private/attendees-only`),
  'GET events, full-noattendees': get(`${base}/{cal}/private/full-noattendees`),
  'POST event': send('POST', feed, newEvent, 'more'),
  'POST event, public': send('POST', `${base}/{cal}/public/full`, newEvent, 'more'),
  'POST event, basic': send('POST', `${base}/{cal}/private/basic`, newEvent, 'more'),
  'POST event, composite': send('POST', `${base}/{cal}/private/composite`, newEvent, 'more'),
  'POST event, free-busy': send('POST', `${base}/{cal}/private/free-busy`, newEvent, 'more'),
  'POST event, attendees-only': send('POST', `${base}/{cal}/private/attendees-only`, newEvent, 'more'),
  'POST event, full-noattendees': send('POST', `${base}/{cal}/private/full-noattendees`, newEvent, 'more'),
  'GET event': get(entry),
  'GET event, public': get(`${base}/{cal}/public/full/{id}`),
  'PUT event': send('PUT', entry, event, 'event'),
  'PATCH event': send('PATCH', entry, "<gd:where valueString='here'/>"),
  'DELETE event': remove(entry, 'event'),
  'GET event, version': get(version1),
  'PUT event, version': send('PUT', version1, event, 'event'),
  'PATCH event, version': send('PATCH', version1, "<gd:where valueString='here'/>"),
  'DELETE event, version': remove(version1, 'event'),
  'GET comments': get(`${entry}/comments`),
  'GET comment': get(`${entry}/comments/none`),
  'batch query': batch(feed, 'query', named),
  'batch insert': batch(feed, 'insert', newEvent, 'more'),
  'batch update': batch(feed, 'update', named + event, 'event'),
  'batch delete': batch(feed, 'delete', named, 'event'),
  'GET rules': get(acl),
  'GET rule': get(rule),
  'POST rule': send('POST', acl, grant('{new}@example.org', 'read'), 'rules'),
  'PUT rule': send('PUT', rule, grant('bob@example.org', 'editor'), 'rules'),
  'PATCH rule': send('PATCH', rule, "<gAcl:role value='http://schemas.google.com/gCal/2005#editor'/>", 'rules'),
  'DELETE rule': remove(rule, 'rules'),
  'batch rule query': batch(acl, 'query', namedRule),
  'batch rule delete': batch(acl, 'delete', namedRule, 'rules'),
  'GET metafeed': get(`${base}/default`),
  'GET metafeed entry': get(`${base}/default/{cal}`),
  'GET metafeed of another': get(`${base}/{primary}`),
  'GET allcalendars': get(all),
  'GET allcalendars entry': get(`${all}/{cal}`),
  'POST allcalendars': send('POST', all, '<id>{cal}</id>'),
  'PUT allcalendars': send('PUT', `${all}/{cal}`, "<gCal:selected value='false'/>", 'list'),
  'PATCH allcalendars': send('PATCH', `${all}/{cal}`, "<gCal:selected value='false'/>", 'list'),
  'DELETE allcalendars': remove(`${all}/{cal}`, 'list'),
  'batch allcalendars': batch(all, 'query', namedCalendar),
  'GET owncalendars': get(own),
  'GET owncalendars entry': get(`${own}/{cal}`),
  'POST owncalendars': send('POST', own, '<title>{new}</title>'),
  'PUT owncalendars': send('PUT', `${own}/{cal}`, '<title>{new}</title>'),
  'PATCH owncalendars': send('PATCH', `${own}/{cal}`, '<summary>{new}</summary>'),
  'DELETE owncalendars': remove(`${own}/{cal}`, 'calendar'),
  'batch owncalendars': batch(own, 'delete', namedCalendar, 'calendar'),
  'GET settings': get(`${base}/default/settings`),
  'GET setting': get(`${base}/default/settings/timezone`),
  'GET settings of another': get(`${base}/{primary}/settings`),
  'GET busy times': get(`${base}/default/freebusy/busy-times/{primary}?${day}`),
  'POST busy times': {
    ...batch(`${base}/default/freebusy/busy-times`, 'query', '<id>{primary}</id>'),
    url: `${base}/default/freebusy/busy-times/batch?${day}`,
  },
  'GET busy times of a group': get(`${base}/default/freebusy/group/{group}/busy-times?${day}`),
  'GET busy times of a member': get(`${base}/default/freebusy/group/{group}/busy-times/{primary}?${day}`),
  'GET events, by cookie': get(cookieFeed),
  'GET event, by cookie': get(`${cookieFeed}/{id}`),
  'POST event, by cookie': send('POST', cookieFeed, newEvent, 'more'),
  'PUT event, by cookie': send('PUT', `${cookieFeed}/{id}`, event, 'event'),
  'DELETE event, by cookie': remove(`${cookieFeed}/{id}`, 'event'),
};

const byRole = `
                              nobody  visitor        stranger freeBusy    reader      writer      owner       admin
GET events                    401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
GET events, sought            401     401            403      200         200:DU      200:DPU     200:DPU     200:DPU
GET events, jsonc             401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
GET events, occurrences       401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
GET events, public            403     200:DU         403      403         403         403         403         403
GET events, basic             401     401            403      200         200:DU      200:DPU     200:DPU     200:DPU
GET events, composite         401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
GET events, free-busy         401     401            403      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
GET events, attendees-only    401     401            403      200         200:DU      200:DPU     200:DPU     200:DPU
GET events, full-noattendees  401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
POST event                    401     401            403      403         403         201         201         201
POST event, public            403     403            403      403         403         403         403         403
POST event, basic             403     403            403      403         403         403         403         403
POST event, composite         403     403            403      403         403         403         403         403
POST event, free-busy         403     403            403      403         403         403         403         403
POST event, attendees-only    403     403            403      403         403         403         403         403
POST event, full-noattendees  401     401            403      403         403         201         201         201
GET event                     401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
GET event, public             403     200/404/200:DU 403      403         403         403         403         403
PUT event                     401     401            403      403         403         200:DPU     200:DPU     200:DPU
PATCH event                   401     401            403      403         403         200:DPU     200:DPU     200:DPU
DELETE event                  401     401            403      403         403         200         200         200
GET event, version            401     401            403      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
PUT event, version            401     401            403      403         403         200:DPU     200:DPU     200:DPU
PATCH event, version          401     401            403      403         403         200:DPU     200:DPU     200:DPU
DELETE event, version         401     401            403      403         403         200         200         200
GET comments                  401     401            403      200         200:DU      200:DPU     200:DPU     200:DPU
GET comment                   401     401            403      404         404         404         404         404
batch query                   200>401 200>401        200>403  200>200:dpu 200>200:DpU 200>200:DPU 200>200:DPU 200>200:DPU
batch insert                  200>401 200>401        200>403  200>403     200>403     200>201     200>201     200>201
batch update                  200>401 200>401        200>403  200>403     200>403     200>200:DPU 200>200:DPU 200>200:DPU
batch delete                  200>401 200>401        200>403  200>403     200>403     200>200     200>200     200>200
GET rules                     401     401            403      403         403         403         200         200
GET rule                      401     401            403      403         403         403         200         200
POST rule                     401     401            403      403         403         403         201         201
PUT rule                      401     401            403      403         403         403         200         200
PATCH rule                    401     401            403      403         403         403         200         200
DELETE rule                   401     401            403      403         403         403         200         200
batch rule query              200>401 200>401        200>403  200>403     200>403     200>403     200>200     200>200
batch rule delete             200>401 200>401        200>403  200>403     200>403     200>403     200>200     200>200
GET metafeed                  401     401            200      200         200         200         200         200
GET metafeed entry            401     401            404      200         200         200         200         200
GET metafeed of another       401     401            403      403         403         403         403         403
GET allcalendars              401     401            200      200         200         200         200         200
GET allcalendars entry        401     401            404      200         200         200         200         200
POST allcalendars             401     401            404      201         201         201         201         201
PUT allcalendars              401     401            404      200         200         200         200         200
PATCH allcalendars            401     401            404      200         200         200         200         200
DELETE allcalendars           401     401            404      200         200         200         200         200
batch allcalendars            200>401 200>401        200>404  200>200     200>200     200>200     200>200     200>200
GET owncalendars              401     401            200      200         200         200         200         200
GET owncalendars entry        401     401            404      404         404         404         200         200
POST owncalendars             401     401            201      201         201         201         201         201
PUT owncalendars              401     401            404      404         404         404         200         200
PATCH owncalendars            401     401            404      404         404         404         200         200
DELETE owncalendars           401     401            404      404         404         404         200         200
batch owncalendars            200>401 200>401        200>404  200>404     200>404     200>404     200>200     200>200
GET settings                  401     401            200      200         200         200         200         200
GET setting                   401     401            200      200         200         200         200         200
GET settings of another       401     401            403      403         403         403         403         403
GET busy times                401     401            403      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
POST busy times               200>401 200>401        200>403  200>200:dpu 200>200:dpu 200>200:dpu 200>200:dpu 200>200:dpu
GET busy times of a group     401     401            404      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
GET busy times of a member    401     401            404      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
GET events, by cookie         200:DpU 200:DpU        200:DpU  200:DpU     200:DpU     200:DpU     200:DpU     200:DpU
GET event, by cookie          200:DpU 200:DpU        200:DpU  200:DpU     200:DpU     200:DpU     200:DpU     200:DpU
POST event, by cookie         403     403            403      403         403         403         403         403
PUT event, by cookie          403     403            403      403         403         403         403         403
DELETE event, by cookie       403     403            403      403         403         403         403         403
`;

const byScope = `
                              full        full.r      ev          ev.r        other
GET events                    200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, sought            200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, jsonc             200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, occurrences       200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, public            403         403         403         403         403
GET events, basic             200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, composite         200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, free-busy         200:dpu     200:dpu     200:dpu     200:dpu     403
GET events, attendees-only    200:DPU     200:DPU     200:DPU     200:DPU     403
GET events, full-noattendees  200:DPU     200:DPU     200:DPU     200:DPU     403
POST event                    201         403         201         403         403
POST event, public            403         403         403         403         403
POST event, basic             403         403         403         403         403
POST event, composite         403         403         403         403         403
POST event, free-busy         403         403         403         403         403
POST event, attendees-only    403         403         403         403         403
POST event, full-noattendees  201         403         201         403         403
GET event                     200:DPU     200:DPU     200:DPU     200:DPU     403
GET event, public             403         403         403         403         403
PUT event                     200:DPU     403         200:DPU     403         403
PATCH event                   200:DPU     403         200:DPU     403         403
DELETE event                  200         403         200         403         403
GET event, version            200:DPU     200:DPU     200:DPU     200:DPU     403
PUT event, version            200:DPU     403         200:DPU     403         403
PATCH event, version          200:DPU     403         200:DPU     403         403
DELETE event, version         200         403         200         403         403
GET comments                  200:DPU     200:DPU     200:DPU     200:DPU     403
GET comment                   404         404         404         404         403
batch query                   200>200:DPU 200>200:DPU 200>200:DPU 200>200:DPU 403
batch insert                  200>201     200>403     200>201     200>403     403
batch update                  200>200:DPU 200>403     200>200:DPU 200>403     403
batch delete                  200>200     200>403     200>200     200>403     403
GET rules                     200         200         403         403         403
GET rule                      200         200         403         403         403
POST rule                     201         403         403         403         403
PUT rule                      200         403         403         403         403
PATCH rule                    200         403         403         403         403
DELETE rule                   200         403         403         403         403
batch rule query              200>200     200>200     200>403     200>403     403
batch rule delete             200>200     200>403     200>403     200>403     403
GET metafeed                  200         200         200         200         403
GET metafeed entry            200         200         200         200         403
GET metafeed of another       200         200         200         200         403
GET allcalendars              200         200         200         200         403
GET allcalendars entry        200         200         200         200         403
POST allcalendars             201         403         403         403         403
PUT allcalendars              200         403         403         403         403
PATCH allcalendars            200         403         403         403         403
DELETE allcalendars           200         403         403         403         403
batch allcalendars            200>200     200>200     200>200     200>200     403
GET owncalendars              200         200         200         200         403
GET owncalendars entry        200         200         200         200         403
POST owncalendars             201         403         403         403         403
PUT owncalendars              200         403         403         403         403
PATCH owncalendars            200         403         403         403         403
DELETE owncalendars           200         403         403         403         403
batch owncalendars            200>200     200>403     200>403     200>403     403
GET settings                  200         200         200         200         403
GET setting                   200         200         200         200         403
GET settings of another       200         200         200         200         403
GET busy times                200:dpu     200:dpu     200:dpu     200:dpu     403
POST busy times               200>200:dpu 200>200:dpu 200>200:dpu 200>200:dpu 403
GET busy times of a group     200:dpu     200:dpu     200:dpu     200:dpu     403
GET busy times of a member    200:dpu     200:dpu     200:dpu     200:dpu     403
GET events, by cookie         200:DpU     200:DpU     200:DpU     200:DpU     403
GET event, by cookie          200:DpU     200:DpU     200:DpU     200:DpU     403
POST event, by cookie         403         403         403         403         403
PUT event, by cookie          403         403         403         403         403
DELETE event, by cookie       403         403         403         403         403
`;

export const v2: AccessTable = { verbs, byRole, byScope };
