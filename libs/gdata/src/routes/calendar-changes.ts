import { invalidInput, requireRole, type CalendarChanges, type EntryChanges, type OpenCalendar } from '@dayferry/core';
import { readCalendarEntry, readCalendarJsonc, type CalendarView } from '../parse/calendar-view.js';
import { calendarRecord, type CalendarFeedName } from '../render/calendar-record.js';
import { colorOf } from '../render/color.js';
import type { Answer } from './answer.js';
import { readBody } from './body.js';
import { calendarEntry, contextOf, getCalendarEntry, listedCalendar, requireOwnList } from './calendar-lists.js';
import type { Call } from './call.js';
import { patching } from './patch.js';
import { createdAnswer, deletedAnswer, resourceAnswer } from './resource-answer.js';

/** A new secondary calendar; without a zone it gets UTC, and it is not selected (T:setup-query-calendars). */
export async function postOwnCalendar(call: Call): Promise<Answer> {
  requireOwnList(call);
  const view = readCalendar(call);
  if (!view.title?.trim()) throw invalidInput('title', 'A calendar needs a title.', { code: 'invalidParameterValue' });
  const { summary, location, timeZone = 'UTC', isSelected = false } = view;
  const made = await call.core.calendars.create(call.request.viewer, {
    title: view.title,
    timeZone,
    ...(summary ? { description: summary } : {}),
    ...(location ? { location } : {}),
  });
  const open = await call.core.calendars.updateEntry(made, { ...personalChanges(view, made), isSelected });
  return created(call, open, 'owncalendars');
}

/** Subscribes to a calendar that the body names by its id. */
export async function postSubscription(call: Call): Promise<Answer> {
  requireOwnList(call);
  const view = readCalendar(call);
  if (!view.id) throw invalidInput('id', 'The entry needs the id of a calendar.', { code: 'invalidParameterValue' });
  const open = await call.core.calendars.open(call.request.viewer, view.id);
  const usual = open.entry ? {} : { isSelected: false };
  const listed = await call.core.calendars.updateEntry(open, { ...usual, ...personalChanges(view, open) });
  return created(call, listed, 'allcalendars');
}

/** Title, description, place and zone, and the user's own settings for the calendar. */
export async function putOwnCalendar(call: Call): Promise<Answer> {
  const view = readCalendar(call);
  const before = await listedCalendar(call, 'owncalendars');
  const changes = sharedChanges(view, before);
  const isShared = Object.keys(changes).length > 0;
  const open = isShared ? await call.core.calendars.update(before, changes) : before;
  return changed(call, await withPersonal(call, open, view), 'owncalendars');
}

/** Only the user's own settings: the calendar may be somebody else's (Atom reference, "Calendar feeds"). */
export async function putSubscription(call: Call): Promise<Answer> {
  const view = readCalendar(call);
  const open = await listedCalendar(call, 'allcalendars');
  return changed(call, await withPersonal(call, open, view), 'allcalendars');
}

export const patchOwnCalendar = patching(getCalendarEntry('owncalendars'), putOwnCalendar);
export const patchSubscription = patching(getCalendarEntry('allcalendars'), putSubscription);

/** A primary calendar cannot be deleted: 400 (developer's guide, "Deleting calendars"). */
export async function deleteOwnCalendar(call: Call): Promise<Answer> {
  const open = await listedCalendar(call, 'owncalendars');
  refusePrimary(open);
  await call.core.calendars.remove(open, { origin: 'v2' });
  return deletedAnswer(call);
}

export async function deleteSubscription(call: Call): Promise<Answer> {
  const open = await listedCalendar(call, 'allcalendars');
  if (open.owner.key === open.viewer.user?.key) refusePrimary(open);
  await call.core.calendars.unsubscribe(open);
  return deletedAnswer(call);
}

function refusePrimary({ calendar }: OpenCalendar): void {
  if (calendar.kind !== 'primary') return;
  throw invalidInput('uri', 'A primary calendar cannot be deleted.', { code: 'invalidRequestUri' });
}

function readCalendar(call: Call): CalendarView {
  return readBody(call, { atom: readCalendarEntry, jsonc: readCalendarJsonc });
}

async function withPersonal(call: Call, open: OpenCalendar, view: CalendarView): Promise<OpenCalendar> {
  const changes = personalChanges(view, open);
  return Object.keys(changes).length > 0 ? call.core.calendars.updateEntry(open, changes) : open;
}

/** Only what differs from what was shown: the nearest colour of the palette, sent back, changes nothing. */
function personalChanges(view: CalendarView, { entry }: OpenCalendar): EntryChanges {
  const { color, isHidden, isSelected, overrideName } = view;
  return {
    ...(differs(color, colorOf(entry)) ? { color, colorId: undefined } : {}),
    ...(differs(isHidden, entry?.isHidden) ? { isHidden } : {}),
    ...(differs(isSelected, entry?.isSelected) ? { isSelected } : {}),
    ...(differs(overrideName, entry?.titleOverride) ? { titleOverride: overrideName || undefined } : {}),
  };
}

/** Absent says nothing; empty or false is as good as none. */
function differs<T>(said: T | undefined, shown: T | undefined): boolean {
  return said !== undefined && (said || undefined) !== (shown || undefined);
}

/** An empty or absent description or place is none; title and zone stay when the body has none. */
function sharedChanges(view: CalendarView, { calendar, role }: OpenCalendar): CalendarChanges {
  requireRole(role, 'owner');
  const { title, summary = '', location = '', timeZone } = view;
  return {
    ...(title?.trim() && title !== calendar.title ? { title } : {}),
    ...(differs(summary, calendar.description) ? { description: summary || undefined } : {}),
    ...(differs(location, calendar.location) ? { location: location || undefined } : {}),
    ...(timeZone && timeZone !== calendar.timeZone ? { timeZone } : {}),
  };
}

function changed(call: Call, open: OpenCalendar, feed: CalendarFeedName): Answer {
  return resourceAnswer(call, calendarEntry(call, open, feed));
}

function created(call: Call, open: OpenCalendar, feed: CalendarFeedName): Answer {
  return createdAnswer(call, calendarEntry(call, open, feed), calendarRecord(open, contextOf(call, feed)).self);
}
