/** The zone part of the oracle: the runtime's own formatter is asked, slot by slot, and nothing is derived from rules. */

/** No zone of the years tested changes its clocks within a quarter of an hour. */
const slot = 900_000;
const offsets = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds east of UTC. */
function offsetAt(zone: string, utc: number): number {
  if (zone === 'Etc/UTC') return 0;
  const number = Math.floor(utc / slot);
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const offset = known.get(number) ?? readOffset(zone, number * slot);
  known.set(number, offset);
  return offset;
}

function readOffset(zone: string, utc: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  return Date.parse(`${format.format(utc).replace(', ', 'T')}Z`) - utc;
}

/** RFC 5545 §3.3.5: a time that occurs twice is the first, one that does not occur has the offset from before the gap. */
export function instantOf(wall: number, zone: string): number {
  const far = 108 * slot;
  if (offsetAt(zone, wall - far) === offsetAt(zone, wall + far)) return wall - offsetAt(zone, wall - far);
  let before = offsetAt(zone, wall - far);
  for (let utc = wall - far; utc < wall + far; utc += slot) {
    const offset = offsetAt(zone, utc);
    const instant = wall - offset;
    if (Math.floor(instant / slot) === Math.floor(utc / slot)) return instant;
    if (utc + offset < wall) before = offset;
  }
  return wall - before;
}
