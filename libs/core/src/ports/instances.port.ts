import type { SeriesFilter } from './series-filter.port.js';

/** 0 = takes no time, 1 = busy, 2 = tentative, 3 = unavailable. */
export type BusyCode = 0 | 1 | 2 | 3;

/** 0 = takes place, 1 = cancelled by an override, 2 = excluded by EXDATE or EXRULE. */
export type InstanceState = 0 | 1 | 2;

/** One instance in the time index: enough to answer free/busy and to find the series without reading a body. */
export interface InstanceRow {
  /** Original start, epoch milliseconds or wall clock read as UTC; tells the instances of a series apart. */
  original: number;
  /** Epoch milliseconds; of a date or a floating time the wall clock read as UTC. */
  start: number;
  end: number;
  /** `start` and `end` are wall clocks: where in time they lie depends on the zone asked for. */
  isWall: boolean;
  busy: BusyCode;
  state: InstanceState;
}

/**
 * What the time index holds of a series: all its instances that overlap [from, until), epoch milliseconds, in whatever
 * zone. Empty (from >= until) where there are too many, or they cannot be expanded: then the engine answers. `from` is
 * OPEN_END for tasks and availabilities, and for nothing else.
 */
export interface Cover {
  from: number;
  until: number;
  instances: InstanceRow[];
}

/** An instance in the window, in whatever zone. */
export interface InstanceFound extends Pick<InstanceRow, 'original' | 'start' | 'end' | 'isWall' | 'state'> {
  seriesKey: string;
}

/** A live series that the time index does not cover for the window asked for. */
export interface Uncovered {
  calendarKey: string;
  seriesKey: string;
  seq: number;
}

/** Half-open, epoch milliseconds, finite. */
export interface IndexWindow {
  from: number;
  to: number;
  /** Instances up to this state. */
  state: InstanceState;
  /** List tasks and availabilities among what is not covered: the index holds none of them. */
  withTasks?: boolean;
}

/** Which instances: of series with these words. */
export interface InstanceSearch extends IndexWindow, Pick<SeriesFilter, 'words' | 'excludedWords'> {
  /** Tell what changed in the calendar after this change number. */
  since: number;
}

/** Answered from one snapshot, so that no series falls between the lists. It may be in both. */
export interface InstancesFound {
  /** By start within a lane of the index: nearly sorted. */
  instances: InstanceFound[];
  uncovered: Uncovered[];
  /** Series changed after `since`, deleted ones too: all others are as they were then. */
  changed: { seriesKey: string; seq: number }[];
}

/** A series as it was at a change number: enough to find in memory what is known of it. */
export interface SeriesVersion {
  key: string;
  seq: number;
}

/** The same by series. */
export interface SeriesFound {
  /** With an instance in the window, whatever the zone. */
  sure: SeriesVersion[];
  /** Wall clocks: in the window in some zones. */
  walls: (SeriesVersion & { start: number; end: number })[];
  uncovered: SeriesVersion[];
}

/** An instance that takes time; of several with one start and type, the longest is enough. */
export interface BusyInstance extends Pick<InstanceRow, 'start' | 'end' | 'isWall'> {
  calendarKey: string;
  busy: Exclude<BusyCode, 0>;
}

export interface BusyFound {
  instances: BusyInstance[];
  uncovered: Uncovered[];
}

/** The time index: which series occur when. Reads cost in proportion to what is in the window. */
export interface InstanceReader {
  /** Of the series that pass the filter; its own window, cursor and limit do not count. In no particular order. */
  seriesIn(calendarKey: string, window: IndexWindow, filter: SeriesFilter): Promise<SeriesFound>;
  instancesIn(calendarKey: string, search: InstanceSearch): Promise<InstancesFound>;
  /** Instances of one calendar and type that overlap or touch may be joined. In no particular order. */
  busyIn(calendarKeys: string[], window: Pick<IndexWindow, 'from' | 'to'>): Promise<BusyFound>;
  /** Live series of all calendars whose cover ends before `until`, some first. */
  coveredBefore(until: number, limit: number): Promise<Uncovered[]>;
}

export interface InstanceWriter {
  /** Replaces what the index holds of a series, which itself stays as it is. False when it has changed since `seq`. */
  coverSeries(of: Uncovered, cover: Cover): Promise<boolean>;
}
