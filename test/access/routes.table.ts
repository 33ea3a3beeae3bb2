import { caldav } from './caldav.table.js';
import { jscalendar } from './jscalendar.table.js';
import { v2 } from './v2.table.js';
import { v3 } from './v3.table.js';
import type { AccessTable } from './verb.js';

/** Addresses of which a table of rights has rows; all of it begins there. */
export const tables: Record<string, AccessTable> = {
  '/calendar/feeds': v2,
  '/calendar/v3': v3,
  '/batch/calendar/v3': v3,
  '/caldav': caldav,
  '/dav': caldav,
  '/rest': jscalendar,
};

const own = 'the signed-in user’s own things, by a session and a form of this server: test/accounts/account.spec.ts';
const pages = 'asks the person at the browser, by their session: test/accounts/oauth.spec.ts';
const legacyPages =
  'asks the person at the browser, by their session: test/accounts/legacy-oauth1.spec.ts, test/accounts/legacy-authsub.spec.ts';
const legacy =
  'needs a password, a token or a signature of its own: test/accounts/legacy-hostile.spec.ts, test/accounts/legacy-authsub.spec.ts';
const program = 'needs a code, a token or a program’s secret: test/accounts/oauth-hostile.spec.ts';
const metadata = 'says what the server can do, the same to everybody';
const health = 'says whether the server is well, and nothing else';

/** All others: why nobody needs a right there, or which of another kind. */
export const elsewhere: Record<string, string> = {
  '/': 'a page with addresses; PROPFIND is that of CalDAV’s root, which has a row by the address of /dav/',
  '/healthz/live': health,
  '/healthz/ready': health,
  '/healthz/startup': health,
  '/discovery/v1/apis': metadata,
  '/discovery/v1/apis/calendar/v3/rest': metadata,
  '/$discovery/rest': metadata,
  '/.well-known/caldav': 'leads on to /dav/',
  '/.well-known/openid-configuration': metadata,
  '/.well-known/oauth-authorization-server': metadata,
  '/oauth2/v3/certs': metadata,
  '/calendar/ical': 'a secret in the path, or what everybody may see: test/caldav/export.spec.ts',
  '/egroupware/groupdav.php':
    'the handlers of /rest and /dav under one address: test/jscalendar/shared-address.spec.ts',
  '/batch': 'the same handler as /batch/calendar/v3',
  '/account': own,
  '/account/sign-out': own,
  '/account/dayferry.mobileconfig': own,
  '/account/app-passwords': own,
  '/account/app-passwords/revoke': own,
  '/account/programs/revoke': own,
  '/account/private-address/reset': own,
  '/account/private-address/remove': own,
  '/account/password': own,
  '/account/sign-in': 'where one signs in: test/accounts/account.spec.ts',
  '/account/sign-in/:place': 'leads to another issuer: test/accounts/issuer-sign-in.spec.ts',
  '/account/sign-in/:place/back': 'comes back from it: test/accounts/issuer-sign-in.spec.ts',
  '/account/authorize/:uid': pages,
  '/o/oauth2/auth': pages,
  '/o/oauth2/v2/auth': pages,
  '/o/oauth2/v2/auth/:uid': pages,
  '/device': pages,
  '/device/:uid': pages,
  '/device/code': program,
  '/o/oauth2/device/code': program,
  '/token': program,
  '/o/oauth2/token': program,
  '/oauth2/v4/token': program,
  '/revoke': program,
  '/o/oauth2/revoke': program,
  '/oauth2/introspect': program,
  '/oauth2/v3/userinfo': program,
  '/tokeninfo': program,
  '/oauth2/v1/tokeninfo': program,
  '/oauth2/v3/tokeninfo': program,
  '/accounts/AuthSubRequest': legacyPages,
  '/accounts/OAuthAuthorizeToken': legacyPages,
  '/accounts/CaptchaPage': 'a picture’s digits in words, for whoever has its token: test/accounts/client-login.spec.ts',
  '/accounts/Captcha': 'a picture for whoever has its token: test/accounts/client-login.spec.ts',
  '/accounts/ClientLogin': legacy,
  '/accounts/AuthSubSessionToken': legacy,
  '/accounts/AuthSubTokenInfo': legacy,
  '/accounts/AuthSubRevokeToken': legacy,
  '/accounts/OAuthGetRequestToken': legacy,
  '/accounts/OAuthGetAccessToken': legacy,
};
