import { gd, realms } from '../namespaces.table.js';
import {
  emptyView,
  type EventView,
  type OriginalView,
  type ReminderView,
  type WebContentView,
  type WhenView,
  type WhoView,
} from './event-view.js';
import type { Members } from './read-json.js';

/** Reads the `data` of a JSON-C event (developer's guide; names it does not print are marked in docs/gdata-v2.md). */
export function readEventJsonc(data: Members): EventView {
  const location = data.text('location');
  const content = data.text('details');
  return compact({
    ...emptyView(),
    id: data.text('id')?.split('/').at(-1),
    etag: data.text('etag'),
    title: data.text('title'),
    content: content === undefined ? undefined : { text: content },
    status: data.text('status'),
    transparency: data.text('transparency'),
    visibility: data.text('visibility'),
    when: data.list('when').map(readWhen),
    recurrence: data.text('recurrence') || undefined,
    original: readOriginal(data.member('originalEvent')),
    where: location === undefined ? [] : [{ value: location }],
    geo: data.text('geoLocation') || undefined,
    who: data.list('attendees').map(readWho),
    reminders: [...data.list('when').flatMap((when) => when.list('reminders')), ...data.list('reminders')].map(
      readReminder,
    ),
    properties: data.list('extendedProperties').map(readProperty),
    webContent: readWebContent(data.member('webContent')),
    anyoneCanAddSelf: data.flag('anyoneCanAddSelf'),
    guestsCanInviteOthers: data.flag('guestsCanInviteOthers'),
    guestsCanModify: data.flag('guestsCanModify'),
    guestsCanSeeGuests: data.flag('guestsCanSeeGuests'),
    privateCopy: data.flag('privateCopy'),
    sequence: data.integer('sequence'),
    uid: data.text('uid'),
    syncEvent: data.flag('syncEvent'),
    quickAdd: data.flag('quickAdd'),
    sendEventNotifications: data.flag('sendEventNotifications'),
  });
}

function compact<T extends object>(object: { [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function readWhen(when: Members): WhenView {
  return compact<WhenView>({ start: when.text('start') ?? '', end: when.text('end') || undefined });
}

/** The guide names the property only; the members are those of `gd:originalEvent`, in any spelling seen. */
function readOriginal(original: Members | undefined): OriginalView | undefined {
  if (!original) return undefined;
  return compact<OriginalView>({
    id: original.text('id'),
    href: original.text('href') ?? original.text('selfLink'),
    start: original.text('originalStart') ?? original.member('when')?.text('start'),
  });
}

function readWho(who: Members): WhoView {
  const rel = who.text('rel');
  return compact<WhoView>({
    email: who.text('email') || undefined,
    name: who.text('displayName') || undefined,
    rel: rel?.replace(`${gd}#event.`, '') || undefined,
    status: who.text('status'),
    type: who.text('type'),
    additionalGuests: who.integer('additionalGuests'),
    isResource: who.flag('resource'),
  });
}

function readReminder(reminder: Members): ReminderView {
  return compact<ReminderView>({
    minutes: reminder.integer('minutes'),
    hours: reminder.integer('hours'),
    days: reminder.integer('days'),
    absoluteTime: reminder.text('absoluteTime'),
    method: reminder.text('method'),
  });
}

function readProperty(property: Members): EventView['properties'][number] {
  const realm = property.text('realm');
  return {
    name: property.text('name') ?? '',
    value: property.text('value') ?? '',
    isPrivate: realm === 'calendar' || realm === realms.calendar,
  };
}

function readWebContent(content: Members | undefined): WebContentView | undefined {
  if (!content) return undefined;
  return compact<WebContentView>({
    icon: content.text('icon'),
    title: content.text('title'),
    type: content.text('type'),
    url: content.text('url'),
    width: content.integer('width'),
    height: content.integer('height'),
    display: content.text('display'),
    preferences: content.member('preferences')?.texts(),
  });
}
