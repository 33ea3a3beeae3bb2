import type { AccessTable, Verb } from './verb.js';

const home = '/rest/{primary}';
const ownHome = '/rest/{me}';
const collection = `${home}/{cal}/`;
const object = `${collection}{id}`;
const calendar = `${home}/calendars/{cal}`;
const share = `${calendar}/sharing/user:bob@example.org`;
const day = 'start=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z';

const event = (uid: string, title: string, start: string): string =>
  `{"@type":"Event","uid":"${uid}","title":"${title}","start":"${start}","timeZone":"Etc/UTC","duration":"PT30M","recurrenceRules":[{"@type":"RecurrenceRule","frequency":"daily","count":3}]}`;

const get = (url: string, headers?: Record<string, string>): Verb => ({
  method: 'GET',
  url,
  ...(headers ? { headers } : {}),
});
const send = (method: string, url: string, body: string, changes?: Verb['changes']): Verb => ({
  method,
  url,
  type: 'application/json',
  body,
  ...(changes ? { changes } : {}),
});
const sendEvent = (method: string, url: string, body: string, changes?: Verb['changes']): Verb => ({
  ...send(method, url, body, changes),
  type: 'application/jscalendar+json;type=event',
});
const remove = (url: string, changes?: Verb['changes']): Verb => ({
  method: 'DELETE',
  url,
  ...(changes ? { changes } : {}),
});

/** Every address with each of its methods (HEAD is GET without its body). */
const verbs: Record<string, Verb> = {
  'GET home': get(`${home}/`),
  'GET collection': get(collection),
  'GET collection, expanded': get(
    `${collection}?filters[start]=2026-03-02&filters[end]=2026-03-03&filters[expand]=true`,
  ),
  'GET collection, sought': get(`${collection}?filters[search]=Title`),
  'GET collection, synced': get(`${collection}?sync-token=`),
  'GET collection, members': get(`${collection}?props[]=getetag&props[]=calendar-data`),
  'GET collection, ical': get(collection, { accept: 'text/calendar' }),
  'GET collection, changes': {
    ...get(collection, { accept: 'text/event-stream', 'last-event-id': '' }),
    isStream: true,
  },
  'GET /calendar-<other>/': get(`${ownHome}/calendar-{cal}/`),
  'POST object': sendEvent('POST', collection, event('{new}', 'New', '2026-04-02T10:00:00'), 'more'),
  'POST group': send(
    'POST',
    collection,
    `{"@type":"Group","uid":"{new}g","entries":[${event('{new}', 'New', '2026-04-02T10:00:00')}]}`,
    'more',
  ),
  'DELETE collection': remove(collection, 'calendar'),
  'GET object': get(object),
  'GET object, by uid': get(`${collection}{uid}`),
  'GET object, ical': get(object, { accept: 'text/calendar' }),
  'GET object, occurrence': get(`${object}?recurrence-id={start}`),
  'GET /calendar/<id>': get('/rest/calendar/{id}'),
  'PUT new': sendEvent('PUT', `${collection}{new}`, event('{new}', 'New', '2026-04-02T10:00:00'), 'more'),
  'PUT object': sendEvent('PUT', object, event('{uid}', '{title}', '{start}'), 'event'),
  'PATCH object': send('PATCH', object, '{"priority":5}'),
  'DELETE object': remove(object, 'event'),
  'DELETE occurrence': remove(`${object}?recurrence-id={start}`, 'event'),
  'POST reply': send('POST', `${object}?action=reply`, '{"participationStatus":"accepted"}'),
  'POST split': send('POST', `${object}?action=split&recurrence-id={after}`, '{"title":"After"}', 'event'),
  'POST join': send('POST', `${object}?action=join&next={uid}`, '', 'event'),
  'GET links': get(`${object}/links/`),
  'POST links': send('POST', `${object}/links/`, '{"toApp":"calendar","toId":"{another}"}'),
  'GET link': get(`${object}/links/paper`),
  'POST link': { method: 'POST', url: `${object}/links/{new}.txt`, type: 'text/plain', body: 'x', changes: 'more' },
  'DELETE link': remove(`${object}/links/paper`, 'event'),
  'GET calendars': get(`${home}/calendars/`),
  'POST calendars': send('POST', `${ownHome}/calendars/`, '{"title":"{new}"}'),
  'POST calendars of another': send('POST', `${home}/calendars/`, '{"title":"{new}"}'),
  'GET calendar': get(calendar),
  'PATCH calendar': send('PATCH', calendar, '{"description":"{new}"}'),
  'PATCH calendar, own view': send('PATCH', calendar, '{"isHidden":true}', 'list'),
  'DELETE calendar': remove(calendar, 'calendar'),
  'DELETE calendar, at home': remove(`${ownHome}/calendars/{cal}`, 'calendar'),
  'GET sharing': get(`${calendar}/sharing/`),
  'GET share': get(share),
  'PUT share': send('PUT', share, '{"role":"writer"}', 'rules'),
  'DELETE share': remove(share, 'rules'),
  'GET free/busy': get(`${home}/freebusy/?${day}`),
  'POST outbox': send(
    'POST',
    `${ownHome}/outbox/`,
    '{"@type":"FreeBusyRequest","start":"2026-03-02T00:00:00Z","end":"2026-03-03T00:00:00Z","participants":["mailto:{primary}"]}',
  ),
  'GET inbox': get(`${ownHome}/inbox/`),
  'GET inbox of another': get(`${home}/inbox/`),
  'DELETE notice of another': remove(`${home}/inbox/{id}`),
  'GET settings': get(`${ownHome}/settings/`),
  'GET settings of another': get(`${home}/settings/`),
  'GET principals': get('/rest/principals/'),
  'GET principals, users': get('/rest/principals/users/'),
  'GET principal': get('/rest/principals/users/{primary}'),
  'POST convert': sendEvent('POST', '/rest/convert', event('x', 'x', '2026-04-02T10:00:00')),
  'GET openapi.json': get('/rest/openapi.json'),
  'GET docs': get('/rest/docs'),
};

const byRole = `
                           nobody visitor        stranger freeBusy reader         writer  owner   admin
GET home                   401    200            404      200      200            200     200     200
GET collection             401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET collection, expanded   401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET collection, sought     401    200:DU         404      200      200:DU         200:DPU 200:DPU 200:DPU
GET collection, synced     401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET collection, members    401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET collection, ical       401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET collection, changes    401    200            404      200      200            200     200     200
GET /calendar-<other>/     401    401            404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
POST object                401    401            404      403      403            201     201     201
POST group                 401    401            404      403      403            201     201     201
DELETE collection          401    401            403      403      403            403     403     403
GET object                 401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET object, by uid         401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET object, ical           401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET object, occurrence     401    200:DpU        404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
GET /calendar/<id>         401    401            404      200:dpu  200:DpU        200:DPU 200:DPU 200:DPU
PUT new                    401    401            404      403      403            201     201     201
PUT object                 401    401            404      403      403            204     204     204
PATCH object               401    401            404      403      403            204     204     204
DELETE object              401    401            404      403      403            204     204     204
DELETE occurrence          401    401            404      403      403            204     204     204
POST reply                 401    401            404      403      403            403     403     403
POST split                 401    401            404      403      403            201     201     201
POST join                  401    401            404      403      403            422     422     422
GET links                  401    200:DU         404      200      200:DU         200:DPU 200:DPU 200:DPU
POST links                 401    401            404      403      403            201     201     201
GET link                   401    200/401/200:DU 404      404      200/404/200:DU 200:DPU 200:DPU 200:DPU
POST link                  401    401            404      403      403            201     201     201
DELETE link                401    401            404      403      403            204     204     204
GET calendars              401    200            404      200      200            200     200     200
POST calendars             401    401            201      201      201            201     201     201
POST calendars of another  401    401            403      403      403            403     403     403
GET calendar               401    200            404      200      200            200     200     200
PATCH calendar             401    401            404      403      403            403     200     200
PATCH calendar, own view   401    401            404      200      200            200     200     200
DELETE calendar            401    401            404      403      403            403     204     204
DELETE calendar, at home   401    401            404      204      204            204     204     204
GET sharing                401    401            404      403      403            200     200     200
GET share                  401    401            404      403      403            200     200     200
PUT share                  401    401            404      403      403            403     200     200
DELETE share               401    401            404      403      403            403     204     204
GET free/busy              401    401            404      200:dpu  200:dpu        200:dpu 200:dpu 200:dpu
POST outbox                401    401            200      200:dpu  200:dpu        200:dpu 200:dpu 200:dpu
GET inbox                  401    401            200      200      200            200     200     200
GET inbox of another       401    401            403      403      403            403     403     403
DELETE notice of another   401    401            403      403      403            403     403     403
GET settings               401    401            200      200      200            200     200     200
GET settings of another    401    401            403      403      403            403     403     403
GET principals             401    401            200      200      200            200     200     200
GET principals, users      401    401            200      200      200            200     200     200
GET principal              401    401            404      200      200            200     200     200
POST convert               401    401            200      200      200            200     200     200
GET openapi.json           200    200            200      200      200            200     200     200
GET docs                   200    200            200      200      200            200     200     200
`;

const byScope = `
                           full    full.r  ev      ev.r    js      js.r    other
GET home                   200     200     200     200     200     200     403
GET collection             200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET collection, expanded   200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET collection, sought     200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET collection, synced     200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET collection, members    200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET collection, ical       200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET collection, changes    200     200     200     200     200     200     403
GET /calendar-<other>/     200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
POST object                201     403     201     403     201     403     403
POST group                 201     403     201     403     201     403     403
DELETE collection          403     403     403     403     403     403     403
GET object                 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET object, by uid         200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET object, ical           200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET object, occurrence     200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
GET /calendar/<id>         200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
PUT new                    201     403     201     403     201     403     403
PUT object                 204     403     204     403     204     403     403
PATCH object               204     403     204     403     204     403     403
DELETE object              204     403     204     403     204     403     403
DELETE occurrence          204     403     204     403     204     403     403
POST reply                 403     403     403     403     403     403     403
POST split                 201     403     201     403     201     403     403
POST join                  422     403     422     403     422     403     403
GET links                  200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
POST links                 201     403     201     403     201     403     403
GET link                   200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 200:DPU 403
POST link                  201     403     201     403     201     403     403
DELETE link                204     403     204     403     204     403     403
GET calendars              200     200     200     200     200     200     403
POST calendars             201     403     403     403     201     403     403
POST calendars of another  201     403     403     403     201     403     403
GET calendar               200     200     200     200     200     200     403
PATCH calendar             200     403     403     403     200     403     403
PATCH calendar, own view   200     403     403     403     200     403     403
DELETE calendar            204     403     403     403     204     403     403
DELETE calendar, at home   204     403     403     403     204     403     403
GET sharing                200     200     403     403     200     200     403
GET share                  200     200     403     403     200     200     403
PUT share                  200     403     403     403     200     403     403
DELETE share               204     403     403     403     204     403     403
GET free/busy              200:dpu 200:dpu 200:dpu 200:dpu 200:dpu 200:dpu 403
POST outbox                200:dpu 200:dpu 200:dpu 200:dpu 200:dpu 200:dpu 403
GET inbox                  200     200     200     200     200     200     403
GET inbox of another       200     200     200     200     200     200     403
DELETE notice of another   404     404     404     404     404     404     403
GET settings               200     200     200     200     200     200     403
GET settings of another    200     200     200     200     200     200     403
GET principals             200     200     200     200     200     200     403
GET principals, users      200     200     200     200     200     200     403
GET principal              200     200     200     200     200     200     403
POST convert               200     200     200     200     200     200     403
GET openapi.json           200     200     200     200     200     200     403
GET docs                   200     200     200     200     200     200     403
`;

export const jscalendar: AccessTable = { verbs, byRole, byScope };
