/** What an address can name; the method table has an entry for each. */
export type ResourceKind =
  | 'home'
  | 'collection'
  | 'object'
  | 'calendars'
  | 'calendar'
  | 'sharing'
  | 'share'
  | 'freebusy'
  | 'outbox'
  | 'inbox'
  | 'settings'
  | 'convert'
  | 'openapi.json'
  | 'docs';
