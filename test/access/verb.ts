/** Who asks; `visitor` is nobody at a calendar that everybody may read. */
export const roles = ['nobody', 'visitor', 'stranger', 'freeBusy', 'reader', 'writer', 'owner', 'admin'] as const;
export type Who = (typeof roles)[number];

/** What a success spends or leaves behind, so that it is put right before the next question. */
export type Change = 'event' | 'more' | 'rules' | 'list' | 'calendar' | 'channel' | 'primary' | 'own calendar';

/**
 * One kind of request. In `url`, `body` and `headers`: {cal} a calendar's id, {id} an event's, {name} its name in CalDAV,
 * {uid} its UID, {title} its title, {start} and {at} when it begins, {after} the day after,
 * {another} the id of one more event, {new} what nothing is called yet, {me} the address of who asks,
 * {primary} of the one whose calendar it is, {group} of a
 * group with them in it, {channel} and {resource} one of their push channels, {cookie} a private address; {other} and {othername} are
 * a calendar that everybody may read, and the name of its event.
 */
export interface Verb {
  method: string;
  url: string;
  type?: string;
  body?: string;
  headers?: Record<string, string>;
  changes?: Change;
  /** Its answer has no end. */
  isStream?: true;
  /** Where the first status inside the answer says more than its own. */
  inner?: RegExp;
}

export interface AccessTable {
  verbs: Record<string, Verb>;
  /**
   * Answers by verb and `roles`: a status, or three where those about a default, a private and a public event differ, with the one inside
   * behind `>`; then the events that the answer shows: by their title (D, P, U) or without (d, p, u).
   */
  byRole: string;
  /** The same for the calendar's maker with a token for one scope; `other` are all that the table does not name. */
  byScope: string;
}
