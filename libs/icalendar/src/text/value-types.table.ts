/** Default value types of properties (RFC 5545 §3.8, RFC 7986, RFC 9073, RFC 9253, RFC 9074) but text. */
const typed: Record<string, string> = {
  acknowledged: 'date-time',
  attach: 'uri',
  attendee: 'cal-address',
  'calendar-address': 'cal-address',
  completed: 'date-time',
  concept: 'uri',
  conference: 'uri',
  created: 'date-time',
  dtend: 'date-time',
  dtstamp: 'date-time',
  dtstart: 'date-time',
  due: 'date-time',
  duration: 'duration',
  'estimated-duration': 'duration',
  exdate: 'date-time',
  exrule: 'recur',
  freebusy: 'period',
  image: 'uri',
  'last-modified': 'date-time',
  link: 'uri',
  organizer: 'cal-address',
  'percent-complete': 'integer',
  priority: 'integer',
  rdate: 'date-time',
  'recurrence-id': 'date-time',
  'refresh-interval': 'duration',
  repeat: 'integer',
  rrule: 'recur',
  sequence: 'integer',
  source: 'uri',
  'show-without-time': 'boolean',
  trigger: 'duration',
  tzoffsetfrom: 'utc-offset',
  tzoffsetto: 'utc-offset',
  tzuntil: 'date-time',
  tzurl: 'uri',
  url: 'uri',
};

/** Properties whose value is one text or a list of texts. GEO, REQUEST-STATUS and STRUCTURED-DATA have a form of their own. */
const texts =
  'action busytype calscale categories class color comment contact description jsprop location location-type method name ' +
  'participant-type prodid proximity refid related-to resource-type resources status styled-description summary transp ' +
  'tzid tzid-alias-of tzname uid version x-dayferry-ext';

const defaultTypes = new Map([...Object.entries(typed), ...texts.split(' ').map((name) => [name, 'text'] as const)]);

/** Properties whose value is a list separated by commas. */
export const multiValued = new Set(['categories', 'resources', 'exdate', 'rdate', 'freebusy', 'location-type']);

/** Properties without a default: VALUE is written always (RFC 7986 §5.10 and §5.11, RFC 9253 §8.2). */
export const explicitlyTyped = new Set(['image', 'conference', 'link']);

/** A property that nobody knows is of unknown type unless it says (RFC 7265 §5): its text is left as it is. */
export function defaultTypeOf(name: string): string {
  return defaultTypes.get(name) ?? 'unknown';
}
