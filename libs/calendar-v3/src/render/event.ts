import { atLeast, mainLocation, type EventData, type Json } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';
import { renderColor } from './color.js';
import { renderConference, renderHangoutLink } from './conference.js';
import { renderTime, renderTimes } from './event-times.js';
import { formatCreated, formatUpdated, htmlLink } from './identity.js';
import { renderAttachments, renderSource } from './links.js';
import { eventMembers } from './members.table.js';
import { renderAttendees, renderCreator, renderOrganizer } from './people.js';
import { renderReminders } from './reminders.js';
import { seesSource, type EventSource, type EventView } from './view.js';

type Members = { [name: string]: Json | undefined };

const nothing: Members = {};

/** An event in the order of the recorded answers; members with their default value are left out. */
export function renderEvent(view: EventView, source: EventSource): JsonObject {
  return source.sees === 'busy' ? renderBusy(view, source) : renderWhole(view, source);
}

function renderWhole(view: EventView, source: EventSource): JsonObject {
  const { data, series } = source;
  return present(
    renderHead(view, source),
    {
      summary: data.title || undefined,
      description: data.description?.text || undefined,
      location: mainLocation(data.locations)?.name || undefined,
      colorId: renderColor(data.color),
      creator: renderCreator(view, series),
      organizer: renderOrganizer(view, data),
    },
    renderTimes(view, data, series),
    renderSeries(view, source),
    renderStates(data),
    { iCalUID: series.uid, sequence: data.sequence ?? 0 },
    renderAttendees(view, data),
    {
      extendedProperties: renderProperties(data),
      hangoutLink: renderHangoutLink(data),
      conferenceData: renderConference(data),
      gadget: data.gadget,
    },
    renderGuestRights(data),
    {
      reminders: renderReminders(data),
      source: seesSource(view, series) ? renderSource(data) : undefined,
      attachments: renderAttachments(data),
    },
    renderEventType(data),
    renderShadow(data),
  );
}

/**
 * Times without details (8.7): a reader of a private event also learns when it was written and its UID, a free/busy
 * reader does not.
 */
function renderBusy(view: EventView, source: EventSource): JsonObject {
  const { data, series } = source;
  const isReader = atLeast(view.open.role, 'reader');
  return present(
    {
      kind: 'calendar#event',
      etag: `"${source.etag}"`,
      id: source.id,
      status: statusOf(source),
      created: isReader ? formatCreated(series.created) : undefined,
      updated: isReader ? formatUpdated(source.updated) : undefined,
    },
    renderTimes(view, data, series),
    renderSeries(view, source),
    renderStates(isReader ? data : { ...data, visibility: 'private' }),
    { iCalUID: isReader ? series.uid : undefined, eventType: isReader ? 'default' : undefined },
  );
}

function renderHead({ open, publicUrl }: EventView, source: EventSource): Members {
  return {
    kind: 'calendar#event',
    etag: `"${source.etag}"`,
    id: source.id,
    status: statusOf(source),
    htmlLink: htmlLink(publicUrl, source.id, open.calendar.id),
    created: formatCreated(source.series.created),
    updated: formatUpdated(source.updated),
  };
}

function statusOf({ data, isDeleted }: EventSource): string {
  if (isDeleted || data.status === 'cancelled') return 'cancelled';
  return data.status === 'tentative' ? 'tentative' : 'confirmed';
}

function renderSeries(view: EventView, { series, recurrence, instance }: EventSource): Members {
  return {
    recurrence,
    recurringEventId: instance?.seriesId,
    originalStartTime: instance && renderTime(view, instance.originalStart, series),
  };
}

function renderStates(data: EventData): Members {
  return {
    transparency: data.transparency === 'transparent' ? 'transparent' : undefined,
    visibility: data.visibility ?? assumedVisibility(data),
  };
}

/** mapping §5: an unknown CLASS counts as private, JSCalendar's `secret` is at least confidential. */
function assumedVisibility(data: EventData): string | undefined {
  if (data.isSecret) return 'confidential';
  return data.visibilityLiteral === undefined ? undefined : 'private';
}

function renderProperties(data: EventData): JsonObject | undefined {
  const shown = present({ private: data.privateProperties, shared: data.sharedProperties });
  return Object.keys(shown).length > 0 ? shown : undefined;
}

/** Only what differs from the defaults of the reference. */
function renderGuestRights(data: EventData): Members {
  return {
    anyoneCanAddSelf: data.anyoneCanAddSelf || undefined,
    guestsCanInviteOthers: data.guestsCanInviteOthers === false ? false : undefined,
    guestsCanModify: data.guestsCanModify || undefined,
    guestsCanSeeOtherGuests: data.guestsCanSeeOtherGuests === false ? false : undefined,
    privateCopy: data.isPrivateCopy || undefined,
    locked: data.isLocked || undefined,
  };
}

function renderEventType(data: EventData): Members {
  const { workingLocationProperties, outOfOfficeProperties, focusTimeProperties, birthdayProperties } =
    data.eventTypeProperties ?? {};
  return {
    workingLocationProperties,
    outOfOfficeProperties,
    focusTimeProperties,
    birthdayProperties,
    eventType: data.eventType ?? 'default',
  };
}

/** Members that only v3 clients know, as they were written. */
function renderShadow(data: EventData): Members {
  if (!data.shadow?.v3) return nothing;
  return Object.fromEntries(Object.entries(data.shadow.v3).filter(([name]) => !Object.hasOwn(eventMembers, name)));
}

/** 6.10: what is left of a cancelled instance. */
export function renderCancelledInstance(view: EventView, source: EventSource): JsonObject {
  return present({
    kind: 'calendar#event',
    etag: `"${source.etag}"`,
    id: source.id,
    status: 'cancelled',
    ...renderSeries(view, { ...source, recurrence: undefined }),
  });
}

/** 7.7: what an incremental list says of a deleted event. */
export function renderTombstone({ id, etag }: Pick<EventSource, 'id' | 'etag'>): JsonObject {
  return { kind: 'calendar#event', etag: `"${etag}"`, id, status: 'cancelled' };
}
