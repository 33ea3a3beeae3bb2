/**
 * An event as protocol 2 can say it, before it becomes Atom or JSON-C. Enumerated values are the last part of their
 * names (`canceled` of `…/g/2005#event.canceled`). Absent means that the body did not say.
 */
export interface EventView {
  /** Last path segment of the entry's id. */
  id?: string;
  etag?: string;
  title?: string;
  content?: TextView;
  status?: string;
  transparency?: string;
  visibility?: string;
  when: WhenView[];
  recurrence?: string;
  original?: OriginalView;
  where: WhereView[];
  /** `lat lon` of the place. */
  geo?: string;
  who: WhoView[];
  reminders: ReminderView[];
  properties: PropertyView[];
  webContent?: WebContentView;
  anyoneCanAddSelf?: boolean;
  guestsCanInviteOthers?: boolean;
  guestsCanModify?: boolean;
  guestsCanSeeGuests?: boolean;
  privateCopy?: boolean;
  sequence?: number;
  uid?: string;
  /** Requests: take uid, sequence and organizer from the body; make the event from the content's words. */
  syncEvent?: boolean;
  quickAdd?: boolean;
  /** The guests are to be told by mail. */
  sendEventNotifications?: boolean;
  /** Elements without a place in the model, each serialised with its namespaces. */
  foreign: string[];
}

export interface TextView {
  text: string;
  /** Atom `type='html'` or `'xhtml'`. */
  isHtml?: boolean;
}

export interface WhenView {
  start: string;
  end?: string;
  /** `gCal:displayTimezone`. */
  startZone?: string;
  endZone?: string;
}

/** The series that an instance belongs to, and where the series had put the instance. */
export interface OriginalView {
  id?: string;
  href?: string;
  start?: string;
}

export interface WhereView {
  value: string;
  rel?: string;
  label?: string;
}

export interface WhoView {
  email?: string;
  name?: string;
  rel?: string;
  status?: string;
  type?: string;
  additionalGuests?: number;
  isResource?: boolean;
}

export interface ReminderView {
  minutes?: number;
  hours?: number;
  days?: number;
  absoluteTime?: string;
  method?: string;
}

export interface PropertyView {
  name: string;
  value: string;
  isPrivate: boolean;
}

export interface WebContentView {
  icon?: string;
  title?: string;
  type?: string;
  url?: string;
  width?: number;
  height?: number;
  display?: string;
  preferences?: Record<string, string>;
}

export function emptyView(): EventView {
  return { when: [], where: [], who: [], reminders: [], properties: [], foreign: [] };
}
