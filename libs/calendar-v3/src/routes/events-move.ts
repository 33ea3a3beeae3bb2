import { requireRole, requireWriteScope, type EventSeries, type OpenCalendar, type SeriesDraft } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { mailOf } from '../render/people.js';
import { isOwn } from '../render/view.js';
import type { Answer, Call } from './call.js';
import { eventAnswer } from './events-get.js';
import { findEvent } from './find-event.js';
import { openById, openCalendar } from './open.js';
import { requireMatch, requireUnchanged } from './preconditions.js';
import { etagOfFound } from './find-event.js';

/** 8.9: the event goes into another calendar, which becomes its organizer; id and UID stay. */
export async function moveEvent(call: Call): Promise<Answer> {
  const { destination } = call.query;
  if (destination === undefined) throw fail('required', { message: 'Required', location: 'destination' });
  const [from, to] = [await openForWriting(call, call.path.calendarId ?? ''), await openForWriting(call, destination)];
  const found = await findEvent(call, from);
  if (found.occurrence) throw fail('cannotChangeOrganizerOfInstance');
  const { head } = found.stored;
  if (head.isDeleted) throw fail('deleted');
  requireMatch(call, etagOfFound(found));
  if (from.calendar.key === to.calendar.key) return eventAnswer(call, from, found);
  const check = (current: EventSeries): void => {
    requireUnchanged(call, head.seq, current);
    checkMove(from, current);
  };
  const change = (current: EventSeries): SeriesDraft => organizedBy(to, current);
  const options = { mode: 'move', overwrite: false, check, change } as const;
  const { stored } = await call.core.events.transfer(from, { id: head.id }, to, options);
  return eventAnswer(call, to, { stored });
}

async function openForWriting(call: Call, id: string): Promise<OpenCalendar> {
  const open = await (id === call.path.calendarId ? openCalendar(call) : openById(call, id));
  requireWriteScope(call.viewer);
  requireRole(open.role, 'writer');
  return open;
}

function checkMove(from: OpenCalendar, { master }: EventSeries): void {
  if ((master.eventType ?? 'default') !== 'default') throw fail('eventTypeRestriction');
  const { organizer } = master;
  if (organizer && !isOwn(from, mailOf(organizer.address) ?? organizer.email)) throw fail('cannotChangeOrganizer');
}

/** Only what has guests has an organizer in the record (RFC 5545 §3.8.4.3). */
function organizedBy({ owner }: OpenCalendar, current: EventSeries): SeriesDraft {
  if (!current.master.organizer) return current;
  const organizer = { address: `mailto:${owner.email}`, name: owner.name };
  return { ...current, master: { ...current.master, organizer } };
}
