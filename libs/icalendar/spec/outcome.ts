import { DayferryError, defaultLimits, type SeriesDraft } from '@dayferry/core';
import { parseObject } from '../src/parse/object.js';

export const options = { limits: defaultLimits, calendarZone: 'Europe/Berlin' };

/** The code it is refused with, or the draft; a refusal is never anything but InvalidInput. */
export function outcome(text: string | Uint8Array): string | SeriesDraft {
  try {
    return parseObject(text, options);
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind !== 'invalid-input') throw error;
    return error.detail.code ?? 'no code';
  }
}

/** For a comparison: an override without a DTSTAMP gets one when it is written. */
export function withoutStamps(draft: SeriesDraft): SeriesDraft {
  return {
    ...draft,
    master: { ...draft.master, dtstamp: undefined },
    overrides: draft.overrides.map((override) => ({ ...override, patch: { ...override.patch, dtstamp: undefined } })),
  };
}
