import { fail, invalidMember } from '../errors/fail.js';
import type { JsonObject } from './json.js';
import { integerAt, objectsAt, textAt } from './member.js';
import { readTimestamp } from './timestamp.js';
import { readZone } from './zone.js';

/** A freebusy.query. Instants are epoch milliseconds. */
export interface FreeBusyRequest {
  from: number;
  to: number;
  /** IANA name. */
  zone: string;
  ids: string[];
  /** More calendars than this are refused one by one. */
  calendarLimit: number;
  /** Groups of more members than this are not expanded. */
  groupLimit: number;
}

const maxCalendars = 50;
const maxGroupMembers = 100;
/** Ids in one request that get an answer, if only that there are too many. */
const maxItems = 1_000;

/** 10.1: the bounds need an offset; the range must not be empty. */
export function parseFreeBusy(body: JsonObject): FreeBusyRequest {
  const [from, to] = [instantAt(body, 'timeMin'), instantAt(body, 'timeMax')];
  if (to <= from) throw fail('timeRangeEmpty');
  const items = objectsAt(body, 'items');
  if (items.length > maxItems) throw invalidMember('/items', `At most ${maxItems} items are allowed.`);
  const ids = items.map(({ item, path }) => {
    const id = textAt(item, 'id', `${path}/id`);
    if (!id) throw fail('required', { path: `${path}/id` });
    return id;
  });
  return {
    from,
    to,
    zone: readZone(textAt(body, 'timeZone') ?? 'UTC', { path: '/timeZone' }),
    ids: [...new Set(ids)],
    calendarLimit: limitAt(body, 'calendarExpansionMax', maxCalendars),
    groupLimit: limitAt(body, 'groupExpansionMax', maxGroupMembers),
  };
}

function instantAt(body: JsonObject, name: string): number {
  const text = textAt(body, name);
  if (text === undefined) throw fail('required', { message: `Missing ${name}.`, path: `/${name}` });
  const stamp = readTimestamp(text);
  if (stamp?.offset === undefined) throw fail('badRequest', { path: `/${name}` });
  return stamp.utc;
}

function limitAt(body: JsonObject, name: string, most: number): number {
  const limit = integerAt(body, name) ?? most;
  if (limit < 1 || limit > most) throw invalidMember(`/${name}`);
  return limit;
}
