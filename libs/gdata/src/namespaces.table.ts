/** Namespace names of the protocol (Calendar v2 Atom reference; two of them depend on the protocol version). */
export const atom = 'http://www.w3.org/2005/Atom';
export const gd = 'http://schemas.google.com/g/2005';
export const gCal = 'http://schemas.google.com/gCal/2005';
export const gAcl = 'http://schemas.google.com/acl/2007';
export const batch = 'http://schemas.google.com/gdata/batch';
export const georss = 'http://www.georss.org/georss';
export const gml = 'http://www.opengis.net/gml';

/** A protocol 1 client that is given the later OpenSearch name does not find the counts. */
export const openSearch = {
  1: 'http://a9.com/-/spec/opensearchrss/1.0/',
  2: 'http://a9.com/-/spec/opensearch/1.1/',
} as const;
export const app = { 1: 'http://purl.org/atom/app#', 2: 'http://www.w3.org/2007/app' } as const;

export const kindScheme = `${gd}#kind`;
export const kinds = {
  event: `${gd}#event`,
  calendar: `${gCal}#calendarmeta`,
  message: `${gd}#message`,
  acl: `${gAcl}#accessRule`,
  freeBusy: `${gCal}#freebusy`,
} as const;

export const rels = {
  feed: `${gd}#feed`,
  post: `${gd}#post`,
  batch: `${gd}#batch`,
  eventFeed: `${gCal}#eventFeed`,
  accessControlList: `${gAcl}#accessControlList`,
  controlledObject: `${gAcl}#controlledObject`,
  /** With a slash, unlike all others. */
  webContent: `${gCal}/webContent`,
} as const;

/** IANA's long spelling of a link relation; libgdata writes nothing else. */
export const ianaRel = 'http://www.iana.org/assignments/relation/';

export const realms = { shared: `${gd}#shared`, calendar: `${gCal}#calendar` } as const;
