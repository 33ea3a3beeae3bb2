import { civilMillis } from './civil.js';
import { dateOf, dayNumber, weekday, yearLength } from './days.js';

/** A moment from which another offset holds. Epoch milliseconds; offset east of UTC in milliseconds. */
export interface Transition {
  at: number;
  offset: number;
}

export interface ZoneRules {
  offsetAt(utc: number): number;
  /** Those with from <= at < to. */
  transitions(from: number, to: number): Transition[];
}

const day = 86_400_000;
/** No zone has changed its offset twice within this time but by more than an hour's error nobody relies on. */
const step = 7 * day;

/** Before the first zone had a rule: local mean time, everywhere. */
const firstRuledYear = 1800;
/** Zone data name their last single changes in the century before; what holds then holds for ever. */
const lastRuledYear = 2130;

interface Year {
  first: number;
  transitions: Transition[];
}

/** Offsets of an IANA zone from the runtime's own rules (ICU), read once per year and remembered. */
export class IanaZone implements ZoneRules {
  private readonly years = new Map<number, Year>();
  private readonly format: Intl.DateTimeFormat;
  /** The stretch without a change that was asked for last: neighbours in a series mostly lie in the same. */
  private from = Infinity;
  private to = -Infinity;
  private offset = 0;

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  offsetAt(utc: number): number {
    if (utc < this.from || utc >= this.to) this.find(utc);
    return this.offset;
  }

  private find(utc: number): void {
    const { year } = dateOf(Math.floor(utc / day));
    const { first, transitions } = this.year(year);
    this.from = dayNumber(year, 1, 1) * day;
    this.to = dayNumber(year + 1, 1, 1) * day;
    this.offset = first;
    for (const { at, offset } of transitions) {
      if (at > utc) {
        this.to = at;
        break;
      }
      this.from = at;
      this.offset = offset;
    }
  }

  transitions(from: number, to: number): Transition[] {
    const [first, last] = [new Date(from).getUTCFullYear(), new Date(to).getUTCFullYear()];
    const years = Array.from({ length: last - first + 1 }, (_, i) => this.year(first + i).transitions);
    return years.flat().filter((transition) => transition.at >= from && transition.at < to);
  }

  private year(year: number): Year {
    if (year > lastRuledYear) return this.laterYear(year);
    const known = this.years.get(Math.max(year, firstRuledYear - 1));
    if (known) return known;
    const read = this.readYear(Math.max(year, firstRuledYear - 1));
    const made = year < firstRuledYear ? { first: read.first, transitions: [] } : read;
    this.years.set(Math.max(year, firstRuledYear - 1), made);
    return made;
  }

  /** There are fourteen kinds of year: those far off are like a nearer one with the same days. */
  private laterYear(year: number): Year {
    const start = dayNumber(year, 1, 1);
    let like = lastRuledYear - 29;
    while (yearLength(like) !== yearLength(year) || weekday(dayNumber(like, 1, 1)) !== weekday(start)) like += 1;
    const shift = (start - dayNumber(like, 1, 1)) * day;
    const { first, transitions } = this.year(like);
    return { first, transitions: transitions.map(({ at, offset }) => ({ at: at + shift, offset })) };
  }

  private readYear(year: number): Year {
    const pad = (value: number): string => String(value).padStart(4, '0');
    const [start, end] = [civilMillis(`${pad(year)}-01-01`), civilMillis(`${pad(year)}-12-31`) + day];
    const transitions: Transition[] = [];
    const first = this.rawOffset(start);
    let offset = first;
    for (let at = start; at < end; at += step) {
      const next = Math.min(at + step, end - 1000);
      const after = this.rawOffset(next);
      if (after === offset) continue;
      transitions.push({ at: this.bisect(at, next, offset), offset: after });
      offset = after;
    }
    return { first, transitions };
  }

  /** First second in (low, high] whose offset is no longer `offset`. */
  private bisect(low: number, high: number, offset: number): number {
    let [before, after] = [low / 1000, high / 1000];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.rawOffset(middle * 1000) === offset) before = middle;
      else after = middle;
    }
    return after * 1000;
  }

  private rawOffset(utc: number): number {
    const parts: Record<string, string> = {};
    for (const { type, value } of this.format.formatToParts(utc)) parts[type] = value;
    const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
    local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
    return local.getTime() - Math.floor(utc / 1000) * 1000;
  }
}

/** A fixed list of transitions (custom VTIMEZONE); before the first one the earliest known offset holds. */
export class ListedZone implements ZoneRules {
  constructor(
    private readonly list: Transition[],
    private readonly initial: number,
  ) {}

  offsetAt(utc: number): number {
    let [low, high] = [0, this.list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle]!.at <= utc) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? this.initial : this.list[low - 1]!.offset;
  }

  transitions(from: number, to: number): Transition[] {
    return this.list.filter((transition) => transition.at >= from && transition.at < to);
  }
}
