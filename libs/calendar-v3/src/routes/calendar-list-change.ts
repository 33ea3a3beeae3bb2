import type { CalendarListEntry, OpenCalendar } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { parseEntry } from '../parse/calendar-list-entry.js';
import type { JsonObject } from '../parse/json.js';
import { mergePatch } from '../parse/merge-patch.js';
import { textAt } from '../parse/member.js';
import { entryEtag, renderCalendarListEntry } from '../render/calendar-list-entry.js';
import { bodyOf, noContent, type Answer, type Call } from './call.js';
import { entryAnswer, openListed } from './calendar-list.js';
import { openById } from './open.js';
import { requireMatch } from './preconditions.js';

/** Puts a calendar that the caller may see on their list; one that is there already is changed. */
export async function insertEntry(call: Call): Promise<Answer> {
  const body = bodyOf(call);
  const id = textAt(body, 'id');
  if (!id) throw fail('required', { message: 'Missing calendar id.', path: '/id' });
  const open = await openById(call, id);
  return changed(call, open, mergePatch(renderCalendarListEntry(open), body));
}

/** PUT: what is not in the body returns to its default. A colour that is not named stays: there is no default one. */
export async function updateEntry(call: Call): Promise<Answer> {
  const open = await openListed(call);
  return changed(call, open, bodyOf(call));
}

export async function patchEntry(call: Call): Promise<Answer> {
  const open = await openListed(call);
  return changed(call, open, mergePatch(renderCalendarListEntry(open), bodyOf(call)));
}

async function changed(call: Call, open: OpenCalendar, wanted: JsonObject): Promise<Answer> {
  if (open.entry) requireMatch(call, entryEtag(open));
  const changes = parseEntry(wanted, { shown: renderCalendarListEntry(open), entry: open.entry, query: call.query });
  return entryAnswer(await call.core.calendars.updateEntry(open, changes, sameEntry(call, open)));
}

/** Own primary calendar: 403. An own secondary calendar leaves the list and stays. */
export async function deleteEntry(call: Call): Promise<Answer> {
  const open = await openListed(call);
  requireMatch(call, entryEtag(open));
  await call.core.calendars.unsubscribe(open, sameEntry(call, open));
  return noContent;
}

/** If-Match was compared with the entry as it was read; inside the write it must still be that one. */
function sameEntry(call: Call, { entry }: OpenCalendar): (current: CalendarListEntry | null) => void {
  return (current) => {
    const header = call.header('if-match');
    if (header !== undefined && header.trim() !== '*' && current?.seq !== entry?.seq) throw fail('conditionNotMet');
  };
}
