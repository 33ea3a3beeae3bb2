import { setting, type Earlier } from './setting.js';
import {
  databaseUrl,
  davLayouts,
  domainName,
  domainNameOrNone,
  emailAddress,
  isHere,
  legacyDoors,
  host,
  issuerList,
  limit,
  listingWindow,
  oneOf,
  origin,
  port,
  portOrOff,
  proxies,
  secretOrNone,
} from './value.js';

/** In this order: a default may be made from the values above it. */
export const settings = {
  host: setting({
    name: 'HOST',
    sentence: 'Address to listen on. Set 0.0.0.0 to be reached from other machines.',
    schema: host,
    fallback: '127.0.0.1',
  }),
  port: setting({ name: 'PORT', sentence: 'Port to listen on.', schema: port, fallback: '8080' }),
  publicUrl: setting({
    name: 'PUBLIC_URL',
    sentence: 'Address under which clients reach the server; every link in an answer begins with it.',
    schema: origin,
    fallback: (earlier) => `http://${reachable(String(earlier.host))}:${String(earlier.port)}`,
    fallbackText: 'http://<host>:<port>',
  }),
  databaseUrl: setting({
    name: 'DATABASE_URL',
    sentence: 'Where everything is kept: sqlite:<path>, or mysql://<user>:<password>@<host>/<database>.',
    schema: databaseUrl,
    fallback: 'sqlite:./var/dayferry.db',
    mayBeFile: true,
    mask: maskPassword,
  }),
  metricsPort: setting({
    name: 'METRICS_PORT',
    sentence: 'Port of /metrics for Prometheus, on the same host. "off" or 0: no metrics are served.',
    schema: portOrOff,
    fallback: '9090',
  }),
  logLevel: setting({
    name: 'LOG_LEVEL',
    sentence: 'Least serious event that is logged: trace, debug, info, warn, error, fatal or silent.',
    schema: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    fallback: 'info',
  }),
  logFormat: setting({
    name: 'LOG_FORMAT',
    sentence: 'Log lines for people (pretty) or for machines (json).',
    schema: oneOf('pretty', 'json'),
    fallback: (earlier: Earlier) => (earlier.isTerminal ? 'pretty' : 'json'),
    fallbackText: 'pretty on a terminal, json otherwise',
  }),
  jscalendarProfile: setting({
    name: 'JSCALENDAR_PROFILE',
    sentence:
      'Shapes of the JSCalendar interface where a request asks for none: strict (RFC 8984), or egroupware for programs written for that server.',
    schema: oneOf('strict', 'egroupware'),
    fallback: 'strict',
  }),
  jscalendarWindow: setting({
    name: 'JSCALENDAR_WINDOW',
    sentence:
      'What a JSCalendar listing covers where a request names no time: days back and days ahead, separated by a comma, or all.',
    schema: listingWindow,
    fallback: '100,365',
  }),
  v2SessionRedirect: setting({
    name: 'V2_SESSION_REDIRECT',
    sentence:
      'Whether requests of the Calendar Data API v2 without a session are redirected once to the same address with a gsessionid, as the old service did: on (for programs that are tested with it) or off.',
    schema: oneOf('on', 'off'),
    fallback: 'off',
  }),
  trustedProxies: setting({
    name: 'TRUSTED_PROXIES',
    sentence:
      'Addresses or ranges of the proxies in front, comma-separated. X-Forwarded-* headers are believed from these only.',
    schema: proxies,
    fallback: '',
    fallbackText: 'none',
  }),
  calendarHost: setting({
    name: 'CALENDAR_HOST',
    sentence: 'What follows the @ in the ids of secondary calendars. Changing it does not rename existing calendars.',
    schema: domainName,
    fallback: (earlier) =>
      `group.${new URL(String(earlier.publicUrl)).hostname.replace(/[[\]]/g, '').replaceAll(':', '-')}`,
    fallbackText: 'group.<host of the public address>',
  }),
  worker: setting({
    name: 'WORKER',
    sentence:
      'Background work (push messages, invitations to large meetings) in the gateway itself (inside), or only in processes of its own: dayferry-worker (apart).',
    schema: oneOf('inside', 'apart'),
    fallback: 'inside',
  }),
  pushPrivateAddresses: setting({
    name: 'PUSH_PRIVATE_ADDRESSES',
    sentence:
      'Whether push channels may lead to private networks, and by plain http: refuse or allow (tests, intranets).',
    schema: oneOf('refuse', 'allow'),
    fallback: 'refuse',
  }),
  defaultDomain: setting({
    name: 'DEFAULT_DOMAIN',
    sentence: 'Mail domain of the users who sign in by a name without one. Without it they need their whole address.',
    schema: domainNameOrNone,
    fallback: '',
    fallbackText: 'none',
  }),
  caldavAliases: setting({
    name: 'CALDAV_ALIASES',
    sentence:
      'CalDAV paths of a server of before that are answered in place, comma-separated: nextcloud, sogo, baikal, calendarserver, or <principal path>=<home path> with {user} in each.',
    schema: davLayouts,
    fallback: '',
    fallbackText: 'none',
  }),
  caldavAliasDomain: setting({
    name: 'CALDAV_ALIAS_DOMAIN',
    sentence: 'Mail domain of the users whose names stand without one in such paths.',
    schema: domainNameOrNone,
    fallback: (earlier: Earlier) => String(earlier.defaultDomain),
    fallbackText: 'that of `DAYFERRY_DEFAULT_DOMAIN`',
  }),
  basicSignIn: setting({
    name: 'BASIC_SIGN_IN',
    sentence:
      'Whether programs may sign in with a password (Basic): allow, or refuse, which leaves tokens. CalDAV clients that know only Basic are locked out then.',
    schema: oneOf('allow', 'refuse'),
    fallback: 'allow',
  }),
  profile: setting({
    name: 'PROFILE',
    sentence:
      'What the server is for: laptop (trying and testing), or production. The doors of DAYFERRY_LEGACY_SIGN_IN are all open in the one and closed in the other.',
    schema: oneOf('laptop', 'production'),
    fallback: (earlier) => (isHere(String(earlier.publicUrl)) ? 'laptop' : 'production'),
    fallbackText: 'laptop where the public address is on this machine, production otherwise',
  }),
  legacySignIn: setting({
    name: 'LEGACY_SIGN_IN',
    sentence:
      'Which doors of the old Data API are open: client-login, authsub, oauth1, magic-cookie, comma-separated, or all, or none. An organisation may have its own (`dayferry organisation doors`).',
    schema: legacyDoors,
    fallback: (earlier) => (earlier.profile === 'laptop' ? 'all' : 'none'),
    fallbackText: 'all in the laptop profile, none in production',
    mask: (text) => text || 'none',
  }),
  secret: setting({
    name: 'SECRET',
    sentence:
      'Secret of 32 characters or more, the same on all replicas: it encrypts the key that signs the ID tokens of OpenID Connect, and the secrets of OAuth 1.0 are made from it. Without one, each process has keys of its own until it ends.',
    schema: secretOrNone,
    fallback: '',
    fallbackText: 'none',
    mayBeFile: true,
    mask: (text) => (text ? '***' : ''),
  }),
  oauthRegistration: setting({
    name: 'OAUTH_REGISTRATION',
    sentence:
      'Whether programs may register themselves as OAuth clients (RFC 7591): refuse, which leaves `dayferry client add`, or allow.',
    schema: oneOf('refuse', 'allow'),
    fallback: 'refuse',
  }),
  issuers: setting({
    name: 'ISSUERS',
    sentence:
      'OpenID Connect servers whose access tokens are taken, and through which people sign in, as a JSON list; see sign-in.md.',
    schema: issuerList,
    fallback: '',
    fallbackText: 'none',
    mayBeFile: true,
    mask: (text) => (/[[{"]/.test(text) ? '***' : text),
  }),
  requestsPerMinute: setting({
    name: 'REQUESTS_PER_MINUTE',
    sentence:
      'Requests that one user may make in a minute, over all protocols and programs together; more are told to come back later. Each replica counts for itself.',
    schema: limit(10_000_000, false),
    fallback: '30000',
  }),
  headersTimeout: setting({
    name: 'HEADERS_TIMEOUT',
    sentence: 'Seconds that a client has to send the headers of a request.',
    schema: limit(3_600, false),
    fallback: '15',
  }),
  requestTimeout: setting({
    name: 'REQUEST_TIMEOUT',
    sentence:
      'Seconds that a client has to send a whole request, and that a connection may stand still under an answer.',
    schema: limit(3_600, false),
    fallback: '60',
  }),
  keepAliveTimeout: setting({
    name: 'KEEP_ALIVE_TIMEOUT',
    sentence: 'Seconds that a connection is kept open between two requests. A proxy in front should give up sooner.',
    schema: limit(3_600, false),
    fallback: '75',
  }),
  adminEmail: setting({
    name: 'ADMIN_EMAIL',
    sentence: 'The administrator that the first start creates, when the database has nobody in it.',
    schema: emailAddress,
    fallback: 'admin@example.org',
  }),
};

/** What a client on this machine can open when the server listens on every interface. */
function reachable(listening: string): string {
  if (listening === '0.0.0.0' || listening === '::') return 'localhost';
  return listening.includes(':') ? `[${listening}]` : listening;
}

function maskPassword(text: string): string {
  return text.replace(/^(\w+:\/\/[^:@/]*):.*@/, '$1:***@');
}
