/** The four protocols as the outside sees them: metrics label, addresses, and one command to try each. */
export interface Protocol {
  label: 'v2' | 'v3' | 'caldav' | 'jscalendar';
  title: string;
  /** First path segments; the longest match wins. */
  prefixes: readonly string[];
  /** What a user puts into a client. */
  address: (publicUrl: string, email: string) => string;
  /** A command that answers when pasted. */
  command: (publicUrl: string, who: Visitor) => string;
}

export interface Visitor {
  email: string;
  password: string;
  token: string;
}

const bearer = (who: Visitor): string => `-H 'Authorization: Bearer ${who.token}'`;
const basic = (who: Visitor): string => `-u '${who.email}:${who.password}'`;

export const protocols: readonly Protocol[] = [
  {
    label: 'v2',
    title: 'Calendar Data API v2',
    prefixes: ['/calendar/feeds', '/accounts'],
    address: (url, email) => `${url}/calendar/feeds/${email}/private/full`,
    command: (url, who) => `curl ${bearer(who)} ${url}/calendar/feeds/default/private/full`,
  },
  {
    label: 'v3',
    title: 'Calendar API v3',
    prefixes: ['/calendar/v3', '/batch', '/discovery', '/$discovery'],
    address: (url) => `${url}/calendar/v3/`,
    command: (url, who) => `curl ${bearer(who)} ${url}/calendar/v3/users/me/calendarList`,
  },
  {
    label: 'caldav',
    title: 'CalDAV',
    prefixes: ['/caldav', '/dav', '/calendar/ical', '/.well-known/caldav'],
    address: (url) => `${url}/`,
    command: (url, who) => `curl ${basic(who)} -X PROPFIND -H 'Depth: 1' ${url}/dav/calendars/${who.email}/`,
  },
  {
    label: 'jscalendar',
    title: 'JSCalendar',
    prefixes: ['/rest', '/egroupware'],
    address: (url, email) => `${url}/rest/${email}/calendar/`,
    command: (url, who) => `curl ${basic(who)} ${url}/rest/${who.email}/calendar/`,
  },
];

const prefixes = protocols.flatMap(({ label, prefixes: own }) => own.map((prefix) => ({ prefix, label })));

/** The protocol that a path belongs to; `other` for health, the front page and whatever nobody serves. */
export function protocolOf(path: string): Protocol['label'] | 'other' {
  for (const { prefix, label } of prefixes)
    if (path.startsWith(prefix) && /^([/?#]|$)/.test(path.slice(prefix.length, prefix.length + 1))) return label;
  return 'other';
}
