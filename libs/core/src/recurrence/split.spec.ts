import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.js';
import type { Override, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { expand } from './expand.js';
import { joinSeries } from './join.js';
import { splitSeries } from './split.js';

const zone = 'Europe/Berlin';
const at = (local: string): TimePoint => ({ local, zone });
const options = { uid: 'whole', nextUid: 'second', limits: defaultLimits };

function seriesOf(rules: string[], start = '2026-03-02T10:00:00', more: Partial<SeriesDraft> = {}): SeriesDraft {
  return {
    kind: 'event',
    uid: 'whole',
    master: { start: at(start), duration: 'PT1H', title: 'Weekly' },
    overrides: [],
    recurrence: { rules, exrules: [], rdates: [], exdates: [] },
    ...more,
  };
}

const instances = (series: SeriesDraft): string[] =>
  expand(series, { zone, to: Date.UTC(2031, 0, 1), limits: defaultLimits }).occurrences.map(
    (item) => `${item.start.local}/${item.end.local}`,
  );

const override = (local: string, patch: Override['patch'], isThisAndFuture?: true): Override => ({
  recurrenceId: at(local),
  patch,
  seq: 0,
  updated: 0,
  ...(isThisAndFuture ? { isThisAndFuture } : {}),
});

describe('a series cut in two', () => {
  it.each<[string, SeriesDraft, string]>([
    ['weekly, without end', seriesOf(['FREQ=WEEKLY']), '2026-03-30T10:00:00'],
    ['counted', seriesOf(['FREQ=WEEKLY;COUNT=10;BYDAY=MO,TH']), '2026-03-19T10:00:00'],
    ['with UNTIL', seriesOf(['FREQ=DAILY;UNTIL=20260401T080000Z']), '2026-03-29T10:00:00'],
    ['every other week', seriesOf(['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU']), '2026-03-20T10:00:00'],
    [
      'every third month, on its day',
      seriesOf(['INTERVAL=3;FREQ=MONTHLY'], '2026-01-31T10:00:00'),
      '2026-07-31T10:00:00',
    ],
    [
      'moved by SKIP',
      seriesOf(['RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD'], '2026-01-31T10:00:00'),
      '2026-02-28T10:00:00',
    ],
    [
      'a leap day moved by SKIP',
      seriesOf(['RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD'], '2024-02-29T10:00:00'),
      '2027-03-01T10:00:00',
    ],
    ['two rules, one of them over', seriesOf(['FREQ=WEEKLY', 'FREQ=DAILY;COUNT=3']), '2026-03-16T10:00:00'],
    ['at a start that does not match', seriesOf(['FREQ=WEEKLY;BYDAY=TU;COUNT=5']), '2026-03-10T10:00:00'],
    ['across a change of the clocks', seriesOf(['FREQ=DAILY;COUNT=9'], '2026-03-26T02:30:00'), '2026-03-29T02:30:00'],
  ])('%s: has the same instances, and becomes the same again', (_title, series, local) => {
    const { before, after } = splitSeries(series, at(local), options);
    expect(after.master.start!.local).toBe(local);
    expect([...instances(before), ...instances(after)]).toEqual(instances(series));
    expect(instances(joinSeries(before, after))).toEqual(instances(series));
  });

  it('dates, exclusions and changes go to their side; links name the first and the next', () => {
    const series = seriesOf(['FREQ=WEEKLY;COUNT=8'], undefined, {
      overrides: [
        override('2026-03-09T10:00:00', { title: 'Early' }),
        override('2026-04-06T10:00:00', { title: 'Late' }),
      ],
    });
    series.recurrence!.exdates = [at('2026-03-16T10:00:00'), at('2026-04-13T10:00:00')];
    series.recurrence!.rdates = [{ start: at('2026-03-03T10:00:00') }, { start: at('2026-04-07T10:00:00') }];
    const { before, after } = splitSeries(series, at('2026-03-23T10:00:00'), options);
    expect([before.recurrence, before.overrides.map((item) => item.patch.title)]).toEqual([
      {
        rules: ['FREQ=WEEKLY;UNTIL=20260323T085959Z'],
        exrules: [],
        rdates: [{ start: at('2026-03-03T10:00:00') }],
        exdates: [at('2026-03-16T10:00:00')],
      },
      ['Early'],
    ]);
    expect([after.recurrence!.rules, after.overrides.map((item) => item.patch.title)]).toEqual([
      ['FREQ=WEEKLY;COUNT=5'],
      ['Late'],
    ]);
    expect(before.master.relatedTo).toEqual([{ uid: 'second', relations: ['next'] }]);
    expect(after.master.relatedTo).toEqual([{ uid: 'whole', relations: ['first'] }]);
    const joined = joinSeries(before, after);
    expect(joined.master.relatedTo).toBeUndefined();
    expect({ ...joined.recurrence!, rules: [] }).toEqual({ ...series.recurrence!, rules: [] });
  });

  it('cut again, is a chain that begins with the first', () => {
    const { before, after } = splitSeries(seriesOf(['FREQ=WEEKLY']), at('2026-03-23T10:00:00'), options);
    const again = splitSeries(after, at('2026-04-20T10:00:00'), { ...options, uid: 'second', nextUid: 'third' });
    expect(again.before.master.relatedTo).toEqual([
      { uid: 'whole', relations: ['first'] },
      { uid: 'third', relations: ['next'] },
    ]);
    expect(again.after.master.relatedTo).toEqual([{ uid: 'whole', relations: ['first'] }]);
    const joined = joinSeries(before, joinSeries(again.before, again.after));
    expect(instances(joined)).toEqual(instances(seriesOf(['FREQ=WEEKLY'])));
  });

  it('a change for this and future instances goes on in the second part', () => {
    const moved = override('2026-03-16T10:00:00', { title: 'Later', start: at('2026-03-16T14:00:00') }, true);
    const series = seriesOf(['FREQ=WEEKLY;COUNT=6'], undefined, { overrides: [moved] });
    const { before, after } = splitSeries(series, at('2026-03-30T10:00:00'), options);
    expect([...instances(before), ...instances(after)]).toEqual(instances(series));
    expect(after.overrides[0]).toMatchObject({ isThisAndFuture: true, patch: { title: 'Later' } });
  });

  it('what was changed in the second part since is a change for future instances of the whole', () => {
    const { before, after } = splitSeries(seriesOf(['FREQ=WEEKLY']), at('2026-03-23T10:00:00'), options);
    const joined = joinSeries(before, { ...after, master: { ...after.master, title: 'New' } });
    expect(joined.overrides).toEqual([{ ...override('2026-03-23T10:00:00', { title: 'New' }, true) }]);
  });

  it.each<[string, SeriesDraft, string]>([
    ['the first instance', seriesOf(['FREQ=WEEKLY']), '2026-03-02T10:00:00'],
    ['after the last', seriesOf(['FREQ=WEEKLY;COUNT=2']), '2026-03-10T10:00:00'],
    ['no series', { ...seriesOf([]), recurrence: undefined }, '2026-03-09T10:00:00'],
    ['rules in different steps', seriesOf(['FREQ=WEEKLY;INTERVAL=2', 'FREQ=DAILY;INTERVAL=5']), '2026-03-12T10:00:00'],
    ['another scale', seriesOf(['RSCALE=CHINESE;FREQ=YEARLY']), '2027-03-02T10:00:00'],
  ])('is refused: %s', (_title, series, local) => {
    expect(() => splitSeries(series, at(local), options)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: 'invalid-split' }) }),
    );
  });

  it('parts that are not each other’s are not joined', () => {
    const { before, after } = splitSeries(seriesOf(['FREQ=WEEKLY']), at('2026-03-23T10:00:00'), options);
    const refused = expect.objectContaining({ detail: expect.objectContaining({ code: 'invalid-join' }) });
    expect(() => joinSeries(before, { ...after, uid: 'other' })).toThrow(refused);
    const moved = { ...after, master: { ...after.master, start: at('2026-03-23T11:00:00') } };
    expect(() => joinSeries(before, moved)).toThrow(refused);
    const longer = { ...after, master: { ...after.master, duration: 'PT2H' } };
    expect(() => joinSeries(before, longer)).toThrow(refused);
  });
});
