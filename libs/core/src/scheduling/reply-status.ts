import type { EventData, EventPatch } from '../model/event-data.js';
import type { Organizer } from '../model/people.js';
import type { SeriesDraft } from '../model/series.js';
import { organizerOf } from './address.js';

const parameter = 'schedule-status';

/** RFC 6638 §7.3: what became of a guest's last answer, as their copy says beside the organizer. */
export function replyStatusOf(copy: SeriesDraft): string | undefined {
  const status = organizerOf(copy)?.extras?.ical?.[parameter];
  return status === undefined ? undefined : String(status);
}

export function withReplyStatus(copy: SeriesDraft, status: string): SeriesDraft {
  const noted = <T extends EventData | EventPatch>(data: T): T =>
    data.organizer ? { ...data, organizer: withParameters(data.organizer, { [parameter]: status }) } : data;
  return {
    ...copy,
    master: noted(copy.master),
    overrides: copy.overrides.map((override) => ({ ...override, patch: noted(override.patch) })),
  };
}

/** As a guest's copy and a message have it, with this status or none: whoever sends is no business of others (RFC 6638 §7.1). */
export function organizerForGuests(organizer: Organizer, status?: string): Organizer {
  return withParameters(organizer, { [parameter]: status, 'schedule-agent': undefined });
}

function withParameters(
  { extras = {}, ...organizer }: Organizer,
  changes: Record<string, string | undefined>,
): Organizer {
  const { ical: known, ...rest } = extras;
  const all = Object.entries({ ...known, ...changes });
  const ical = Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const next = Object.keys(ical).length > 0 ? { ...rest, ical } : rest;
  return Object.keys(next).length > 0 ? { ...organizer, extras: next } : organizer;
}
