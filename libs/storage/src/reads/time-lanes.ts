import type { IndexWindow } from '@dayferry/core';
import type { Value } from '../sql.js';

const day = 86_400_000;
/** A wall clock meets its viewer's zone within this of UTC. */
const zones = 14 * 3_600_000;

/**
 * The time index is kept in lanes by length: a range of starts finds what runs into a window, when it is as much longer
 * than the window as the longest instance of the lane. Wall clocks have lanes of their own, because their window is
 * wider. What is longer than the last length is in a lane that is read from its beginning.
 */
const lengths = [day, 8 * day, 64 * day, Infinity];

export function laneOf({ start, end, isWall }: { start: number; end: number; isWall: boolean }): number {
  return lengths.findIndex((length) => end - start <= length) + (isWall ? lengths.length : 0);
}

export function isWallLane(lane: number): boolean {
  return lane >= lengths.length;
}

export interface LaneClause {
  lane: number;
  where: string;
  values: Value[];
}

/** For each lane, which of its instances overlap the window (RFC 4791 §9.9: without length, when they start inside). */
export function laneClauses({ from, to }: Pick<IndexWindow, 'from' | 'to'>): LaneClause[] {
  const margins = [0, zones];
  return margins.flatMap((margin, isWall) =>
    lengths.map((length, i): LaneClause => {
      const [low, high] = [from - margin, to + margin];
      const lane = i + isWall * lengths.length;
      const overlap = '(i.end_utc > ? OR i.start_utc >= ?)';
      if (!Number.isFinite(length))
        return { lane, where: `i.lane = ? AND i.start_utc < ? AND ${overlap}`, values: [lane, high, low, low] };
      return {
        lane,
        where: `i.lane = ? AND i.start_utc >= ? AND i.start_utc < ? AND ${overlap}`,
        values: [lane, low - length, high, low, low],
      };
    }),
  );
}
