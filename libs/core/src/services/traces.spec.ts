import { describe, expect, it } from 'vitest';
import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { withTrace } from './traces.js';

const at = (day: number): TimePoint => ({ local: `2026-02-0${day}T10:00:00`, zone: 'Europe/Berlin' });
const daily = { rules: ['FREQ=DAILY'], exrules: [], rdates: [], exdates: [] };

function series(draft: Partial<EventSeries> = {}): EventSeries {
  const identity = {
    key: 'k',
    calendarKey: 'c',
    id: 'i',
    uid: 'u',
    resourceName: 'r',
    seq: 1,
    scheduleRevision: 1,
    created: 0,
    updated: 0,
  };
  return { ...identity, kind: 'event', master: { start: at(1) }, recurrence: daily, overrides: [], ...draft };
}

const stamp = { seq: 7, updated: 70 };

describe('withTrace', () => {
  it('notes nothing when nothing is taken away', () => {
    const next: SeriesDraft = { ...series(), recurrence: { ...daily, exdates: [at(2)] } };
    expect(withTrace(series(), next, stamp)).toEqual(next);
  });

  it('notes the master, instances without a change of their own any more, and the pattern that was', () => {
    const current = series({
      recurrence: { ...daily, exdates: [at(2)] },
      overrides: [{ recurrenceId: at(3), patch: {}, seq: 1, updated: 0 }],
    });
    const next = series({ master: { start: at(2) } });
    expect(withTrace(current, next, stamp)).toMatchObject({
      masterSeq: 7,
      masterUpdated: 70,
      traces: [{ seq: 7, reverted: [at(3), at(2)], former: { start: at(1), recurrence: { exdates: [] } } }],
    });
  });

  it('forgets the oldest notes, and says so', () => {
    let current = series();
    for (let seq = 2; seq <= 30; seq += 1) {
      current = {
        ...current,
        ...withTrace(current, { ...current, master: { start: at((seq % 9) + 1) } }, { seq, updated: seq }),
      };
    }
    expect(current.traces).toHaveLength(16);
    expect(current.traces![0]!.seq).toBe(15);
    expect(current.tracedSince).toBe(14);
  });

  it('does not remember what is too much', () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({
      local: `2026-02-01T10:${String(i % 60).padStart(2, '0')}:00`,
      zone: null,
    }));
    const exdates = many.map((point, i) => ({ ...point, local: point.local.replace('2026', String(1000 + i)) }));
    expect(withTrace(series({ recurrence: { ...daily, exdates } }), series(), stamp)).toMatchObject({ tracedSince: 7 });
  });
});
