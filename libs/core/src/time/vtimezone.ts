import type { JCalComponent, JCalProperty } from '../model/shadow.js';
import { civilMillis, civilText } from './civil.js';
import { customRules } from './custom-zone.js';
import { zoneRules } from './convert.js';
import type { Transition } from './zone-table.js';

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const hour = 3_600_000;

/** One run of changes that follow the same yearly rule, or a single change. */
interface Run {
  before: number;
  offset: number;
  /** Civil onsets, on the clock before the change. */
  onsets: number[];
  years: number[];
  /** `BYMONTH=3;BYDAY=-1SU`, or null for a change that fits no rule. */
  rule: string | null;
}

/**
 * A VTIMEZONE (RFC 5545 §3.6.5) in jCal for an IANA zone, right from `fromYear` to `toYear`; a rule that still holds in
 * `toYear` is left open.
 */
export function vtimezoneFor(zone: string, fromYear: number, toYear: number): JCalComponent {
  const rules = zoneRules(zone);
  const start = civilMillis(`${pad(fromYear)}-01-01`);
  const end = civilMillis(`${pad(Math.min(toYear + 1, 9999))}-01-01`);
  const first = rules.offsetAt(start);
  const runs = collectRuns(rules.transitions(start, end), first);
  const parts = runs.flatMap((run) => observances(zone, run, toYear));
  const opening = observance(zone, { before: first, offset: first, onset: start + first });
  return ['vtimezone', [['tzid', {}, 'text', zone]], [opening, ...parts]];
}

function pad(year: number): string {
  return String(Math.max(1, year)).padStart(4, '0');
}

function collectRuns(transitions: Transition[], first: number): Run[] {
  const runs: Run[] = [];
  let before = first;
  for (const { at, offset } of transitions) {
    addTo(runs, { before, offset, onset: at + before });
    before = offset;
  }
  return runs;
}

interface Change {
  before: number;
  offset: number;
  onset: number;
}

function addTo(runs: Run[], { before, offset, onset }: Change): void {
  const year = new Date(onset).getUTCFullYear();
  const open = runs.findLast((run) => run.before === before && run.offset === offset && run.years.at(-1) === year - 1);
  const rule = open && commonRule([...open.onsets, onset]);
  if (open && rule) {
    open.onsets.push(onset);
    open.years.push(year);
    open.rule = rule;
  } else runs.push({ before, offset, onsets: [onset], years: [year], rule: null });
}

/** The yearly rule that all onsets follow: same month, weekday, place in the month and time of day. */
function commonRule(onsets: number[]): string | null {
  const dates = onsets.map((onset) => new Date(onset));
  const first = dates[0]!;
  const isAlike = dates.every(
    (date) =>
      date.getUTCMonth() === first.getUTCMonth() &&
      date.getUTCDay() === first.getUTCDay() &&
      date.getTime() % (24 * hour) === first.getTime() % (24 * hour),
  );
  if (!isAlike) return null;
  const month = `BYMONTH=${first.getUTCMonth() + 1}`;
  const day = weekdays[first.getUTCDay()]!;
  if (dates.every(isLastInMonth)) return `${month};BYDAY=-1${day}`;
  const nth = new Set(dates.map((date) => Math.ceil(date.getUTCDate() / 7)));
  return nth.size === 1 ? `${month};BYDAY=${[...nth][0]}${day}` : null;
}

function isLastInMonth(date: Date): boolean {
  return new Date(date.getTime() + 7 * 24 * hour).getUTCMonth() !== date.getUTCMonth();
}

function observances(zone: string, run: Run, toYear: number): JCalComponent[] {
  if (!run.rule) return run.onsets.map((onset) => observance(zone, { ...run, onset }));
  const last = run.onsets.at(-1)!;
  // UNTIL in a VTIMEZONE is UTC (RFC 5545 §3.3.10).
  const until: Record<string, string> =
    run.years.at(-1)! >= toYear ? {} : { until: `${civilText(last - run.before)}Z` };
  const [month, day] = run.rule.split(';').map((part) => part.split('=')[1]!);
  const rule: Record<string, string | number> = { freq: 'YEARLY', bymonth: Number(month), byday: day!, ...until };
  return [observance(zone, { ...run, onset: run.onsets[0]! }, rule)];
}

function observance(
  zone: string,
  { before, offset, onset }: Change,
  rule?: Record<string, string | number>,
): JCalComponent {
  const properties: JCalProperty[] = [
    ['dtstart', {}, 'date-time', civilText(onset)],
    ['tzoffsetfrom', {}, 'utc-offset', offsetText(before)],
    ['tzoffsetto', {}, 'utc-offset', offsetText(offset)],
    ['tzname', {}, 'text', nameAt(zone, onset - before + 1000, offset)],
  ];
  if (rule) properties.push(['rrule', {}, 'recur', rule]);
  return [isDaylight(zone, onset - before, offset) ? 'daylight' : 'standard', properties, []];
}

/** The larger of the two offsets of a year is daylight time; a year with one offset has standard time. */
function isDaylight(zone: string, at: number, offset: number): boolean {
  const rules = zoneRules(zone);
  const others = [-190, -95, 95, 190].map((days) => rules.offsetAt(at + days * 24 * hour));
  return (
    others.filter((other) => other < offset).length >= 1 &&
    Math.min(...others) === offset - hour &&
    offset === Math.max(...others, offset)
  );
}

function nameAt(zone: string, at: number, offset: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return /^[A-Z]{2,5}$/.test(name) ? name : offsetText(offset).replace(':', '');
}

/** `+01:00` or `+00:53:28`, as jCal has it (RFC 7265 §3.6.10). */
function offsetText(millis: number): string {
  const seconds = Math.abs(millis) / 1000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const rest = seconds % 60 ? `:${two(seconds % 60)}` : '';
  return `${millis < 0 ? '-' : '+'}${two(seconds / 3600)}:${two((seconds / 60) % 60)}${rest}`;
}

/** True when a definition gives the offsets of the IANA zone over these years (checked at every change and between). */
export function sameRules(definition: JCalComponent, zone: string, fromYear: number, toYear: number): boolean {
  const [custom, iana] = [customRules(definition), zoneRules(zone)];
  const [start, end] = [civilMillis(`${pad(fromYear)}-01-01`), civilMillis(`${pad(toYear + 1)}-01-01`)];
  const moments = [start, ...custom.transitions(start, end), ...iana.transitions(start, end)].map((item) =>
    typeof item === 'number' ? item : item.at,
  );
  return moments.every((at) =>
    [at, at - 1000].every((moment) => moment < start || custom.offsetAt(moment) === iana.offsetAt(moment)),
  );
}
