import { isSame } from '../merge/equality.js';
import { emptyRecurrence } from '../merge/series.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { Override, Recurrence, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { timesAt } from '../recurrence/resolve.js';
import { isRecurring } from '../recurrence/series.js';
import { entryOf, invites } from './address.js';
import { guestList, initialPart, personalPart, sharedPart } from './personal.js';
import { organizerForGuests, replyStatusOf } from './reply-status.js';
import { stampOf, stampsOf, viewOf, type DetailedOverride, type SeriesView } from './series-view.js';

/**
 * The organizer's series as one guest's copy: what all share from the organizer, what is personal from the copy that is
 * there. Only occurrences that the guest is invited to are in it (RFC 6638 §3.2.6). Null = not invited at all.
 */
export function copyOf(organised: SeriesView, email: string, held: SeriesDraft | null): SeriesDraft | null {
  const { kind, master, uid, uidHasUrnPrefix, timeZones, isMasterMissing } = organised.series;
  const parts = [...organised.parts.values()];
  const invited = parts.filter((part) => invites(part.content, email));
  const isWhole = !isMasterMissing && invites(master, email);
  if (!isWhole && invited.length === 0) return null;
  const { calendarProperties, prodId } = held ?? {};
  const guest = { organised, email, held: held && viewOf(held) };
  const content = isWhole ? wholeCopy(guest, invited) : instancesOnly(guest, invited);
  const draft = { kind, uid, uidHasUrnPrefix, timeZones, calendarProperties, prodId, ...content };
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as unknown as SeriesDraft;
}

interface Guest {
  organised: SeriesView;
  email: string;
  held: SeriesView | null;
}

type Content = Pick<SeriesDraft, 'master' | 'isMasterMissing' | 'recurrence' | 'overrides'>;

function wholeCopy(guest: Guest, invited: DetailedOverride[]): Partial<Content> {
  const { organised, email } = guest;
  const { series } = organised;
  const own = guest.held && !guest.held.series.isMasterMissing ? guest.held : null;
  const personal = own ? personalPart(own.series.master) : initialPart(series.master);
  const dropped = droppedBy({ ...guest, held: own });
  const isDropped = stampsOf(series, dropped);
  const kept = invited.filter((part) => !isDropped.has(stampOf(series, part.override.recurrenceId)));
  const others = [...organised.parts.values()].filter((part) => !invites(part.content, email));
  const excluded = [...others.map((part) => part.override.recurrenceId), ...dropped];
  return {
    master: { ...copied(guest, series.master), ...(personal as EventData) },
    recurrence: excluding(series, excluded),
    overrides: [
      ...kept.map((part) => copiedOverride({ ...guest, held: own }, part.override)),
      ...personalOverrides(series, own, isDropped),
    ],
  };
}

function copied<T extends EventData | EventPatch>({ organised, email, held }: Guest, data: T): T {
  const shared = sharedPart(data);
  if (shared.attendees) shared.attendees = guestList(shared.attendees, organised.series, email);
  if (shared.organizer)
    shared.organizer = organizerForGuests(shared.organizer, held ? replyStatusOf(held.series) : undefined);
  return shared;
}

function copiedOverride(guest: Guest, override: Override): Override {
  const own = guest.held?.parts.get(stampOf(guest.organised.series, override.recurrenceId))?.override;
  const patch = { ...copied(guest, override.patch), ...(own ? personalPart(own.patch) : {}) };
  return { ...override, seq: 0, updated: 0, patch };
}

/** Instances that differ by something personal only (an alarm, a colour). */
function personalOverrides(series: SeriesDraft, held: SeriesView | null, dropped: Set<string>): Override[] {
  if (!held || !isRecurring(series)) return [];
  const taken = stampsOf(series, [
    ...series.overrides.map((override) => override.recurrenceId),
    ...(series.recurrence?.exdates ?? []),
  ]);
  return [...held.parts].flatMap(([stamp, { override }]) => {
    const patch = personalPart(override.patch);
    if (taken.has(stamp) || dropped.has(stamp) || Object.keys(patch).length === 0) return [];
    const { start } = override.patch;
    return [{ ...override, patch: { ...(start ? { start: override.recurrenceId } : {}), ...patch } }];
  });
}

/** Instances that the guest took out of the copy and that the organizer's series has them declined for. */
function droppedBy({ organised, email, held }: Guest): TimePoint[] {
  return (held?.series.recurrence?.exdates ?? []).filter((point) => {
    const part = organised.parts.get(stampOf(organised.series, point));
    return entryOf(part?.content.attendees, email)?.status === 'declined';
  });
}

function excluding(series: SeriesDraft, points: TimePoint[]): Recurrence | undefined {
  if (points.length === 0) return series.recurrence;
  const recurrence = series.recurrence ?? emptyRecurrence();
  const known = stampsOf(series, recurrence.exdates);
  const added = points.filter((point) => !known.has(stampOf(series, point)));
  return { ...recurrence, exdates: [...recurrence.exdates, ...added] };
}

/** A guest of single instances gets those alone, each complete in itself. */
function instancesOnly(guest: Guest, invited: DetailedOverride[]): Partial<Content> {
  const { organised, held } = guest;
  const overrides = invited.map(({ override, content }) => {
    const { recurrenceId } = override;
    const { start, end } = timesAt(organised.series, recurrenceId, override);
    const data: EventData = { ...copied(guest, content), start };
    if (!data.duration) data.end = end;
    const own = held?.parts.get(stampOf(organised.series, recurrenceId))?.override;
    return {
      recurrenceId,
      seq: 0,
      updated: 0,
      patch: { ...data, ...(own ? personalPart(own.patch) : initialPart(content)) },
    };
  });
  return { master: {}, isMasterMissing: true, overrides };
}

/** The same in all that copies have in common. */
export function isSameShared(a: SeriesDraft, b: SeriesDraft): boolean {
  const shared = ({ master, recurrence, overrides }: SeriesDraft): object => ({
    master: unstamped(master),
    recurrence,
    overrides: overrides.map(({ recurrenceId, patch }) => ({ recurrenceId, patch: unstamped(patch) })),
  });
  const unstamped = (data: EventData | EventPatch): object => ({
    ...sharedPart(data),
    attendees: data.attendees?.map(({ scheduleStatus: _status, ...attendee }) => attendee),
  });
  return isSame(shared(a), shared(b));
}
