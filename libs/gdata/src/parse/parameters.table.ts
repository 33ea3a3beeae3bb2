/** How a query parameter's text is read; `ignored` ones are known and change nothing. */
export type ParameterKind =
  | 'text'
  | 'date'
  | 'boolean'
  | 'count'
  | 'index'
  | 'zone'
  | 'orderby'
  | 'sortorder'
  | 'ignored'
  | 'category'
  | 'function'
  | 'fields'
  | 'properties';

/** Atom reference, "Calendar query parameters", and the standard parameters of the protocol. */
export const parameterKinds = {
  alt: 'ignored',
  v: 'ignored',
  strict: 'boolean',
  prettyprint: 'boolean',
  context: 'text',
  q: 'text',
  author: 'text',
  'start-min': 'date',
  'start-max': 'date',
  'updated-min': 'date',
  'updated-max': 'date',
  'published-min': 'date',
  'published-max': 'date',
  'recurrence-expansion-start': 'date',
  'recurrence-expansion-end': 'date',
  'start-index': 'index',
  'max-results': 'count',
  'max-attendees': 'count',
  orderby: 'orderby',
  sortorder: 'sortorder',
  singleevents: 'boolean',
  futureevents: 'boolean',
  showdeleted: 'boolean',
  showhidden: 'boolean',
  ctz: 'zone',
  showinlinecomments: 'ignored',
  hl: 'text',
  'start-token': 'text',
  xoauth_requestor_id: 'ignored',
  gsessionid: 'ignored',
  callback: 'function',
  reqid: 'count',
  access_token: 'ignored',
  oauth_consumer_key: 'ignored',
  oauth_nonce: 'ignored',
  oauth_signature: 'ignored',
  oauth_signature_method: 'ignored',
  oauth_timestamp: 'ignored',
  oauth_token: 'ignored',
  oauth_version: 'ignored',
  token: 'ignored',
  fields: 'fields',
  extq: 'properties',
  category: 'category',
} as const satisfies Record<string, ParameterKind>;

export type ParameterName = keyof typeof parameterKinds;

/** Never repeated in links: credentials, and the session that some clients append to everything. */
export const unlinked: ReadonlySet<string> = new Set(['gsessionid', 'access_token', 'oauth_token', 'token']);

/** What chooses entries from a feed, or a page of them. Those that say how entries are shown or ordered are none. */
export const filters: ReadonlySet<string> = new Set<ParameterName>([
  'q',
  'author',
  'start-min',
  'start-max',
  'updated-min',
  'updated-max',
  'published-min',
  'published-max',
  'extq',
  'start-index',
  'max-results',
]);
