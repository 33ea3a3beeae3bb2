import type { EventData, EventPatch } from '../model/event-data.js';
import { isSame } from './equality.js';

type Name = keyof EventData;

/** What an override is not given by its master: an own end replaces the master's duration and the reverse. */
export function applyPatch(master: EventData, patch: EventPatch): EventData {
  const result: Record<string, unknown> = { ...master };
  if (patch.end) delete result.duration;
  if (patch.duration) delete result.end;
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (value !== undefined) result[name] = value;
  }
  return result;
}

/** The smallest patch that turns `master` into `full`: `applyPatch(master, diffData(master, full))` equals `full`. */
export function diffData(master: EventData, full: EventData): EventPatch {
  const patch: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(master), ...Object.keys(full)]) as Set<Name>) {
    if (isSame(master[name], full[name])) continue;
    if (full[name] !== undefined) patch[name] = full[name];
    else if (!isReplacedEnd(name, full)) patch[name] = null;
  }
  return patch;
}

function isReplacedEnd(name: Name, full: EventData): boolean {
  return (name === 'end' && full.duration !== undefined) || (name === 'duration' && full.end !== undefined);
}
