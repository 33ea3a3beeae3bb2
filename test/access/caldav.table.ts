import type { AccessTable, Verb } from './verb.js';

const calendar = '/dav/calendars/{primary}/{cal}/';
const object = `${calendar}{name}`;
const ownHome = '/dav/calendars/{me}/';
const own = `${ownHome}calendar/`;
const principals = '/dav/principals/';

const namespaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"';
const xml = (root: string, content: string): string => `<${root} ${namespaces}>${content}</${root}>`;
const data = '<D:prop><D:getetag/><C:calendar-data/></D:prop>';
const inMultistatus = /<D:status>HTTP\/1\.1 (\d+)/;

function ask(method: string, url: string, body?: string, headers: Record<string, string> = {}): Verb {
  const isProperties = method === 'PROPPATCH' || method === 'PROPFIND' || method === 'REPORT';
  return {
    method,
    url,
    ...(body === undefined ? {} : { type: 'application/xml', body }),
    headers: { depth: method === 'REPORT' || url.endsWith('/') ? '1' : '0', ...headers },
    ...(isProperties ? { inner: inMultistatus } : {}),
  };
}

const report = (name: string, content: string, url = calendar): Verb => ask('REPORT', url, xml(name, content));

const lines = (...more: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...more, 'END:VCALENDAR', ''].join('\r\n');
const eventText = (uid: string, title: string, start: string): string =>
  lines(
    ...['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260301T000000Z', `DTSTART:${start}`, 'DURATION:PT30M'],
    ...['RRULE:FREQ=DAILY;COUNT=3', `SUMMARY:${title}`, 'END:VEVENT'],
  );
const put = (url: string, body: string, changes?: Verb['changes']): Verb => ({
  method: 'PUT',
  url,
  type: 'text/calendar',
  body,
  ...(changes ? { changes } : {}),
});
const busyRequest = lines(
  'METHOD:REQUEST',
  ...['BEGIN:VFREEBUSY', 'UID:{new}', 'DTSTAMP:20260301T000000Z', 'DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z'],
  ...['ORGANIZER:mailto:{me}', 'ATTENDEE:mailto:{primary}', 'END:VFREEBUSY'],
);
const time = '<C:time-range start="20260302T000000Z" end="20260303T000000Z"/>';
const filter = (inside: string): string =>
  `<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${inside}</C:comp-filter></C:comp-filter></C:filter>`;
const search = `<D:property-search><D:prop><D:displayname/></D:prop><D:match>a</D:match></D:property-search><D:prop><D:displayname/></D:prop>`;

/** Every method (HEAD is GET without its body) and every report, on each kind of resource where it means something else. */
const verbs: Record<string, Verb> = {
  'GET object': ask('GET', object),
  'GET calendar': ask('GET', calendar),
  'PROPFIND calendar': ask('PROPFIND', calendar, xml('D:propfind', '<D:allprop/>')),
  'PROPFIND object': ask('PROPFIND', object, xml('D:propfind', data)),
  'PROPFIND home': ask('PROPFIND', '/dav/calendars/{primary}/', xml('D:propfind', '<D:prop><D:displayname/></D:prop>')),
  'PROPFIND principal': ask('PROPFIND', `${principals}{primary}/`, xml('D:propfind', '<D:allprop/>'), { depth: '0' }),
  'PROPFIND inbox': ask('PROPFIND', '/dav/calendars/{primary}/inbox/', xml('D:propfind', '<D:allprop/>')),
  'PROPFIND outbox': ask('PROPFIND', '/dav/calendars/{primary}/outbox/', xml('D:propfind', '<D:allprop/>')),
  'PROPPATCH calendar': ask(
    'PROPPATCH',
    calendar,
    xml('D:propertyupdate', '<D:set><D:prop><C:calendar-description>x</C:calendar-description></D:prop></D:set>'),
  ),
  'PROPPATCH object': ask(
    'PROPPATCH',
    object,
    xml('D:propertyupdate', '<D:set><D:prop><x xmlns="urn:x">x</x></D:prop></D:set>'),
  ),
  'PUT new': put(`${calendar}{new}.ics`, eventText('{new}', 'New', '20260402T100000Z'), 'more'),
  'PUT object': put(object, eventText('{uid}', '{title}', '{at}Z'), 'event'),
  'DELETE object': { ...ask('DELETE', object), changes: 'event' },
  'DELETE calendar': { ...ask('DELETE', calendar, undefined, { depth: 'infinity' }), changes: 'calendar' },
  'DELETE calendar, at home': { ...ask('DELETE', `${ownHome}{cal}/`), changes: 'calendar' },
  'COPY out': { ...ask('COPY', object, undefined, { destination: `${own}{new}.ics` }), changes: 'own calendar' },
  'COPY in': {
    ...ask('COPY', '/caldav/v2/{other}/events/{othername}', undefined, { destination: `${calendar}{new}.ics` }),
    changes: 'event',
  },
  'MOVE out': { ...ask('MOVE', object, undefined, { destination: `${own}{new}.ics` }), changes: 'own calendar' },
  'MOVE inside': { ...ask('MOVE', object, undefined, { destination: `${calendar}{new}.ics` }), changes: 'event' },
  'MOVE calendar': {
    ...ask('MOVE', calendar, undefined, { destination: '/dav/calendars/{primary}/{new}/', depth: 'infinity' }),
    changes: 'calendar',
  },
  'MKCALENDAR at home': ask('MKCALENDAR', `${ownHome}{new}/`),
  'MKCALENDAR elsewhere': ask('MKCALENDAR', '/dav/calendars/{primary}/{new}/'),
  'MKCOL elsewhere': ask(
    'MKCOL',
    '/dav/calendars/{primary}/{new}/',
    xml('D:mkcol', '<D:set><D:prop><D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:set>'),
  ),
  ACL: {
    ...ask(
      'ACL',
      calendar,
      xml(
        'D:acl',
        `<D:ace><D:principal><D:href>${principals}bob@example.org/</D:href></D:principal><D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace>`,
      ),
    ),
    changes: 'rules',
  },
  'POST share': {
    ...ask(
      'POST',
      calendar,
      xml('CS:share', '<CS:set><D:href>mailto:carol@example.org</D:href><CS:read-write/></CS:set>'),
    ),
    changes: 'rules',
  },
  'POST publish': { ...ask('POST', calendar, xml('CS:publish-calendar', '')), changes: 'rules' },
  'POST unpublish': { ...ask('POST', calendar, xml('CS:unpublish-calendar', '')), changes: 'rules' },
  'POST invite-reply': ask(
    'POST',
    ownHome,
    xml(
      'CS:invite-reply',
      `<D:href>mailto:{me}</D:href><CS:invite-accepted/><CS:hosturl><D:href>${calendar}</D:href></CS:hosturl><CS:in-reply-to>none</CS:in-reply-to>`,
    ),
  ),
  'POST own outbox': { method: 'POST', url: `${ownHome}outbox/`, type: 'text/calendar', body: busyRequest },
  'POST outbox of another': {
    method: 'POST',
    url: '/dav/calendars/{primary}/outbox/',
    type: 'text/calendar',
    body: busyRequest.replace('mailto:{me}', 'mailto:{primary}'),
  },
  'REPORT calendar-query': report('C:calendar-query', data + filter(time)),
  'REPORT calendar-query, sought': report(
    'C:calendar-query',
    data + filter('<C:prop-filter name="SUMMARY"><C:text-match>Title</C:text-match></C:prop-filter>'),
  ),
  'REPORT calendar-multiget': report('C:calendar-multiget', `${data}<D:href>${object}</D:href>`),
  'REPORT multiget at home': report('C:calendar-multiget', `${data}<D:href>${object}</D:href>`, ownHome),
  'REPORT free-busy-query': report('C:free-busy-query', time),
  'REPORT sync-collection': ask(
    'REPORT',
    calendar,
    xml('D:sync-collection', `<D:sync-token/><D:sync-level>1</D:sync-level>${data}`),
    { depth: '0' },
  ),
  'REPORT acl-principal-prop-set': ask(
    'REPORT',
    calendar,
    xml('D:acl-principal-prop-set', '<D:prop><D:displayname/></D:prop>'),
    { depth: '0' },
  ),
  'REPORT expand-property': ask(
    'REPORT',
    calendar,
    xml('D:expand-property', '<D:property name="owner"><D:property name="displayname"/></D:property>'),
    { depth: '0' },
  ),
  'REPORT principal-match': ask('REPORT', calendar, xml('D:principal-match', '<D:self/>'), { depth: '0' }),
  'REPORT principal-property-search': ask('REPORT', principals, xml('D:principal-property-search', search), {
    depth: '0',
  }),
  'REPORT principal-search-property-set': ask('REPORT', principals, xml('D:principal-search-property-set', ''), {
    depth: '0',
  }),
  'REPORT calendarserver-principal-search': ask(
    'REPORT',
    principals,
    xml(
      'CS:calendarserver-principal-search',
      '<CS:search-token>a</CS:search-token><D:prop><D:displayname/></D:prop>',
    ).replace('<CS:calendarserver-principal-search', '<CS:calendarserver-principal-search context="attendee"'),
    { depth: '0' },
  ),
};

const byRole = `
                                        nobody visitor     stranger freeBusy    reader      writer      owner       admin
GET object                              401    200:DpU     404      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
GET calendar                            401    200:DpU     404      200:dpu     200:DpU     200:DPU     200:DPU     200:DPU
PROPFIND calendar                       401    207>200     404      207>200     207>200     207>200     207>200     207>200
PROPFIND object                         401    207>200     404      207>200     207>200     207>200     207>200     207>200
PROPFIND home                           401    401         404      207>200     207>200     207>200     207>200     207>200
PROPFIND principal                      401    401         404      207>200     207>200     207>200     207>200     207>200
PROPFIND inbox                          401    401         404      404         404         404         404         404
PROPFIND outbox                         401    401         404      404         404         404         404         404
PROPPATCH calendar                      401    401         404      207>403     207>403     207>403     207>200     207>200
PROPPATCH object                        401    401         404      207>403     207>403     207>200     207>200     207>200
PUT new                                 401    401         409      403         403         201         201         201
PUT object                              401    401         409      403         403         204         204         204
DELETE object                           401    401         404      403         403         204         204         204
DELETE calendar                         401    401         404      403         403         403         403         403
DELETE calendar, at home                401    401         404      204         204         204         204         204
COPY out                                401    401         404      403         201/403/201 201         201         201
COPY in                                 401    401         409      403         403         201         201         201
MOVE out                                401    401         404      403         403         403         201         201
MOVE inside                             401    401         404      403         403         201         201         201
MOVE calendar                           401    401         404      403         403         403         403         403
MKCALENDAR at home                      401    401         201      201         201         201         201         201
MKCALENDAR elsewhere                    401    401         403      403         403         403         403         403
MKCOL elsewhere                         401    401         403      403         403         403         403         403
ACL                                     401    401         404      403         403         403         200         200
POST share                              401    401         404      403         403         403         200         200
POST publish                            401    401         404      403         403         403         202         202
POST unpublish                          401    401         404      403         403         403         200         200
POST invite-reply                       401    401         404      404         404         404         404         404
POST own outbox                         401    401         200      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
POST outbox of another                  401    401         404      404         404         404         404         404
REPORT calendar-query                   401    207>200:DpU 404      207>200:dpu 207>200:DpU 207>200:DPU 207>200:DPU 207>200:DPU
REPORT calendar-query, sought           401    207>200:DU  404      207         207>200:DU  207>200:DPU 207>200:DPU 207>200:DPU
REPORT calendar-multiget                401    207>200:DpU 404      207>200:dpu 207>200:DpU 207>200:DPU 207>200:DPU 207>200:DPU
REPORT multiget at home                 401    401         207>404  207>200:dpu 207>200:DpU 207>200:DPU 207>200:DPU 207>200:DPU
REPORT free-busy-query                  401    200:dpu     404      200:dpu     200:dpu     200:dpu     200:dpu     200:dpu
REPORT sync-collection                  401    207>200:DpU 404      207>200:dpu 207>200:DpU 207>200:DPU 207>200:DPU 207>200:DPU
REPORT acl-principal-prop-set           401    401         404      403         403         207>200     207>200     207>200
REPORT expand-property                  401    207>404     404      207>200     207>200     207>200     207>200     207>200
REPORT principal-match                  401    401         404      207         207         207         207         207
REPORT principal-property-search        401    401         207>200  207>200     207>200     207>200     207>200     207>200
REPORT principal-search-property-set    401    401         200      200         200         200         200         200
REPORT calendarserver-principal-search  401    401         207>200  207>200     207>200     207>200     207>200     207>200
`;

const byScope = `
                                        full        full.r      ev          ev.r        dav         dav.r       other
GET object                              200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     403
GET calendar                            200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     200:DPU     403
PROPFIND calendar                       207>200     207>200     207>200     207>200     207>200     207>200     403
PROPFIND object                         207>200     207>200     207>200     207>200     207>200     207>200     403
PROPFIND home                           207>200     207>200     207>200     207>200     207>200     207>200     403
PROPFIND principal                      207>200     207>200     207>200     207>200     207>200     207>200     403
PROPFIND inbox                          207>200     207>200     207>200     207>200     207>200     207>200     403
PROPFIND outbox                         207>200     207>200     207>200     207>200     207>200     207>200     403
PROPPATCH calendar                      207>200     207>403     403         207>403     207>200     207>403     403
PROPPATCH object                        207>200     207>403     207>200     207>403     207>200     207>403     403
PUT new                                 201         403         201         403         201         403         403
PUT object                              204         403         204         403         204         403         403
DELETE object                           204         403         204         403         204         403         403
DELETE calendar                         204         403         403         403         204         403         403
DELETE calendar, at home                204         403         403         403         204         403         403
COPY out                                201         403         201         403         201         403         403
COPY in                                 201         403         201         403         201         403         403
MOVE out                                201         403         201         403         201         403         403
MOVE inside                             201         403         201         403         201         403         403
MOVE calendar                           201         403         403         403         201         403         403
MKCALENDAR at home                      201         403         403         403         201         403         403
MKCALENDAR elsewhere                    201         403         403         403         201         403         403
MKCOL elsewhere                         201         403         403         403         201         403         403
ACL                                     200         403         403         403         200         403         403
POST share                              200         403         403         403         200         403         403
POST publish                            202         403         403         403         202         403         403
POST unpublish                          200         403         403         403         200         403         403
POST invite-reply                       404         403         403         403         404         403         403
POST own outbox                         200:dpu     403         200:dpu     403         200:dpu     403         403
POST outbox of another                  200:dpu     403         200:dpu     403         200:dpu     403         403
REPORT calendar-query                   207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 403
REPORT calendar-query, sought           207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 403
REPORT calendar-multiget                207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 403
REPORT multiget at home                 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 403
REPORT free-busy-query                  200:dpu     200:dpu     200:dpu     200:dpu     200:dpu     200:dpu     403
REPORT sync-collection                  207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 207>200:DPU 403
REPORT acl-principal-prop-set           207>200     207>200     403         403         207>200     207>200     403
REPORT expand-property                  207>200     207>200     207>200     207>200     207>200     207>200     403
REPORT principal-match                  207         207         207         207         207         207         403
REPORT principal-property-search        207>200     207>200     207>200     207>200     207>200     207>200     403
REPORT principal-search-property-set    200         200         200         200         200         200         403
REPORT calendarserver-principal-search  207>200     207>200     207>200     207>200     207>200     207>200     403
`;

export const caldav: AccessTable = { verbs, byRole, byScope };
