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
    data.organizer ? { ...data, organizer: organizerWith(data.organizer, status) } : data;
  return {
    ...copy,
    master: noted(copy.master),
    overrides: copy.overrides.map((override) => ({ ...override, patch: noted(override.patch) })),
  };
}

/** With this status, or none. */
export function organizerWith({ extras = {}, ...organizer }: Organizer, status: string | undefined): Organizer {
  const { ical: { [parameter]: _former, ...others } = {}, ...rest } = extras;
  const ical = status === undefined ? others : { ...others, [parameter]: status };
  const next = Object.keys(ical).length > 0 ? { ...rest, ical } : rest;
  return Object.keys(next).length > 0 ? { ...organizer, extras: next } : organizer;
}
