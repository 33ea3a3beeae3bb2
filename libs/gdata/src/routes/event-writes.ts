import {
  invalidInput,
  isSame,
  mergeData,
  mergeSeries,
  resolve,
  withExclusion,
  withOverride,
  type EventData,
  type EventSeries,
  type SeriesDraft,
} from '@dayferry/core';
import type { EventView } from '../parse/event-view.js';
import type { EventContext } from '../render/event-record.js';
import type { Call } from './call.js';
import { instanceChange, seriesChange, type Change } from './event-body.js';
import { instanceRecord, occurrenceAt, seriesRecord } from './records.js';

/** The series after a client wrote its entry. */
export function changedSeries(call: Call, current: EventSeries, view: EventView, context: EventContext): SeriesDraft {
  const record = seriesRecord({ series: current, isDeleted: false, isBusy: false });
  const change = seriesChange(call, record, view, context);
  const { base, next } = change;
  if (!next.master.start)
    throw invalidInput('gd:when', 'An event needs a gd:when or a gd:recurrence.', { code: 'missing-start' });
  checkPermissions(view, { base: base.master, next: next.master });
  return settled(mergeSeries(current, base, next), change);
}

/** A series that no longer repeats has no changed instances; a visibility that was chosen replaces what stood behind the old one. */
function settled(merged: SeriesDraft, { base, next }: Change<SeriesDraft>): SeriesDraft {
  const master = withVisibility(merged.master, { base: base.master, next: next.master });
  const stopped = base.recurrence !== undefined && merged.recurrence === undefined;
  return { ...merged, master, ...(stopped ? { overrides: [] } : {}) };
}

function withVisibility(data: EventData, { base, next }: Change<EventData>): EventData {
  if (base.visibility === next.visibility) return data;
  const { visibilityLiteral: _literal, isSecret: _secret, ...rest } = data;
  return rest;
}

export interface InstanceEdit {
  stamp: string;
  view: EventView;
}

/** The series after a client wrote the entry of one instance; a cancelled instance is excluded (mapping: exceptions). */
export function changedInstance(
  call: Call,
  current: EventSeries,
  { stamp, view }: InstanceEdit,
  context: EventContext,
): SeriesDraft {
  const occurrence = occurrenceAt(call.core, context.calendarZone, current, stamp);
  const { recurrenceId } = occurrence;
  if (view.status === 'canceled') return occurrence.isExcluded ? current : withExclusion(current, recurrenceId);
  if (view.recurrence !== undefined)
    throw invalidInput('gd:recurrence', 'One instance of a series cannot repeat.', { code: 'invalid-when' });
  const data = resolve(current, occurrence);
  const record = instanceRecord({ series: current, isDeleted: false, isBusy: false }, occurrence, data);
  const change = instanceChange(call, record, view, context);
  if (!change.next.start) throw invalidInput('gd:when', 'An event needs a gd:when.', { code: 'missing-start' });
  checkPermissions(view, change);
  const full = withVisibility(mergeData(data, change.base, change.next), change);
  const isUnchanged = isSame(full, data) && occurrence.isExcluded !== true;
  return isUnchanged ? current : withOverride(current, recurrenceId, full);
}

/** Guests may modify only where they may also invite and see, said in the same request (Atom reference, gCal:guestsCanModify). */
export function checkPermissions(view: EventView, { base, next }: { base?: EventData; next: EventData }): void {
  if (!next.guestsCanModify) return;
  const flags = (data: EventData | undefined): unknown[] => [
    data?.guestsCanModify,
    data?.guestsCanInviteOthers,
    data?.guestsCanSeeOtherGuests,
  ];
  if (isSame(flags(base), flags(next)) || (view.guestsCanInviteOthers && view.guestsCanSeeGuests)) return;
  const reason =
    'guestsCanModify may be true only if guestsCanInviteOthers and guestsCanSeeGuests are true in the same request.';
  throw invalidInput('gCal:guestsCanModify', reason, { code: 'invalidAttributeValue' });
}
