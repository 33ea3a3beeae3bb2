import { describe, expect, it } from 'vitest';
import type { EventData } from '../model/event-data.js';
import type { SeriesDraft } from '../model/series.js';
import { mergeData } from './data.js';
import { applyPatch, diffData } from './patch.js';
import { mergeSeries } from './series.js';
import { withExclusion, withOverride } from './overrides.js';

const at = (local: string, zone: string | null = 'Europe/Berlin') => ({ local, zone });
const rich: EventData = {
  start: { ...at('2026-03-02T10:00:00'), tzid: 'W. Europe Standard Time' },
  duration: 'PT1H',
  title: 'Review',
  description: { text: '<b>x</b>', type: 'text/html', plain: 'x' },
  locations: [
    { key: 'l1', name: 'Room 1', coordinates: '52.5,13.4' },
    { key: 'l2', name: 'Airport', relativeTo: 'end' },
  ],
  attendees: [
    { address: 'mailto:A@example.org', status: 'delegated', delegatedTo: ['mailto:c@example.org'] },
    { address: 'mailto:b@example.org', status: 'accepted', role: 'chair' },
  ],
  alarms: [
    { key: 'x', action: 'audio', trigger: { offset: '-PT1H' }, repeat: 2 },
    { key: 'y', action: 'popup', trigger: { offset: 'PT5M', relativeTo: 'end' } },
  ],
  sharedProperties: { a: '1', b: '2' },
  shadow: { icalProperties: [['x-foo', {}, 'unknown', 'bar']] },
};

/** What a protocol with one place, popup minutes and no delegation shows of `rich`. */
const view: EventData = {
  start: at('2026-03-02T10:00:00'),
  end: at('2026-03-02T11:00:00'),
  title: 'Review',
  description: { text: '<b>x</b>' },
  locations: [{ name: 'Room 1' }],
  attendees: [
    { address: 'mailto:a@example.org', status: 'declined' },
    { address: 'mailto:b@example.org', status: 'accepted' },
  ],
  alarms: [{ action: 'popup', trigger: { offset: '-PT60M' } }],
  sharedProperties: { a: '1', b: '2' },
};

const merged = (next: EventData): EventData => mergeData(rich, view, next);

describe('mergeData', () => {
  it('keeps the whole record when the view comes back unchanged', () => {
    expect(merged(structuredClone(view))).toEqual(rich);
  });

  it('changes only what the client changed', () => {
    expect(merged({ ...view, title: 'New' })).toEqual({ ...rich, title: 'New' });
  });

  it('moves the start and keeps duration form, literal and the TZID as written', () => {
    const next = { ...view, start: at('2026-03-02T12:00:00'), end: at('2026-03-02T13:00:00') };
    expect(merged(next)).toEqual({ ...rich, start: { ...rich.start, local: '2026-03-02T12:00:00' } });
  });

  it('turns a new end into a duration when the record has a duration', () => {
    expect(merged({ ...view, end: at('2026-03-02T11:30:00') }).duration).toBe('PT1H30M');
  });

  it('takes the end away when the client did', () => {
    const stored: EventData = { start: at('2026-03-02T10:00:00'), end: at('2026-03-02T11:00:00') };
    const next = { start: at('2026-03-02T12:00:00') };
    expect(mergeData(stored, stored, next)).toEqual(next);
  });

  it('moves an event stored with an end when only a start and a duration are shown', () => {
    const stored: EventData = { start: at('2026-03-02T10:00:00'), end: at('2026-03-02T11:00:00') };
    const base: EventData = { start: stored.start!, duration: 'PT1H' };
    const next: EventData = { start: at('2026-03-03T10:00:00'), duration: 'PT1H' };
    expect(mergeData(stored, base, next)).toEqual({ start: next.start, end: at('2026-03-03T11:00:00') });
  });

  it('replaces the main place, with its position, and keeps the others', () => {
    expect(merged({ ...view, locations: [{ name: 'Room 2' }] }).locations).toEqual([
      { key: 'l1', name: 'Room 2' },
      rich.locations![1],
    ]);
  });

  it('keeps a delegated guest delegated while another one is changed, and removes who was removed', () => {
    const [a, b] = view.attendees!;
    expect(merged({ ...view, attendees: [a!, { ...b!, status: 'declined' }] }).attendees).toEqual([
      rich.attendees![0],
      { ...rich.attendees![1], status: 'declined' },
    ]);
    expect(merged({ ...view, attendees: [b!] }).attendees).toEqual([rich.attendees![1]]);
  });

  it('keeps alarms that were not shown', () => {
    expect(merged({ ...view, alarms: undefined }).alarms).toEqual([rich.alarms![1]]);
    expect(merged({ ...view, alarms: [{ action: 'popup', trigger: { offset: '-PT10M' } }] }).alarms).toEqual([
      { ...rich.alarms![0], trigger: { offset: '-PT10M' } },
      rich.alarms![1],
    ]);
  });

  it('drops the plain alternative of a description that was rewritten', () => {
    expect(merged({ ...view, description: { text: 'new' } }).description).toEqual({ text: 'new', type: 'text/html' });
  });

  it('removes named properties one by one', () => {
    expect(merged({ ...view, sharedProperties: { a: '1' } }).sharedProperties).toEqual({ a: '1' });
  });
});

describe('patches', () => {
  it('are the smallest difference and give the whole back', () => {
    const full: EventData = { ...rich, title: 'Other', end: at('2026-03-02T12:00:00') };
    delete full.duration;
    delete full.alarms;
    const patch = diffData(rich, full);
    expect(Object.keys(patch).sort()).toEqual(['alarms', 'end', 'title']);
    expect(applyPatch(rich, patch)).toEqual(full);
  });
});

describe('mergeSeries', () => {
  const series = (patch: Partial<SeriesDraft>): SeriesDraft => ({
    kind: 'event',
    master: rich,
    overrides: [],
    ...patch,
  });
  const rule = { rules: ['FREQ=WEEKLY;BYDAY=Mo'], exrules: [], rdates: [], exdates: [at('2026-03-09T10:00:00')] };
  const shownRule = { ...rule, rules: ['FREQ=WEEKLY;BYDAY=MO'] };

  it('keeps the literal rule and the spelling of exclusions', () => {
    const base = series({ master: view, recurrence: shownRule });
    const next = series({
      master: view,
      recurrence: {
        ...shownRule,
        exdates: [{ local: '2026-03-09T09:00:00', zone: 'Etc/UTC' }, at('2026-03-16T10:00:00')],
      },
    });
    expect(mergeSeries(series({ recurrence: rule }), base, next).recurrence).toEqual({
      ...rule,
      exdates: [...rule.exdates, at('2026-03-16T10:00:00')],
    });
  });

  it('gives a new override what was hidden of the elements it repeats', () => {
    const base = series({ master: view, recurrence: shownRule });
    const patch = { attendees: [view.attendees![0]!, { ...view.attendees![1]!, status: 'tentative' }] };
    const override = { recurrenceId: at('2026-03-16T10:00:00'), seq: 0, updated: 0, patch };
    const result = mergeSeries(series({ recurrence: rule }), base, { ...base, overrides: [override] });
    expect(result.overrides[0]!.patch.attendees![0]).toEqual(rich.attendees![0]);
    expect(result.overrides[0]!.patch.attendees![1]).toEqual({ ...rich.attendees![1], status: 'tentative' });
  });

  it('changes and excludes single instances', () => {
    const id = at('2026-03-16T10:00:00');
    const plain = series({
      recurrence: rule,
      master: { start: at('2026-03-02T10:00:00'), end: at('2026-03-02T11:00:00') },
    });
    const full = { start: id, end: at('2026-03-16T11:00:00'), title: 'Once' };
    const changed = withOverride(plain, id, full);
    expect(changed.overrides[0]!.patch).toEqual(full);
    expect(withExclusion(changed, { local: '2026-03-16T09:00:00', zone: 'Etc/UTC' })).toMatchObject({
      overrides: [],
      recurrence: { exdates: [rule.exdates[0], { local: '2026-03-16T09:00:00', zone: 'Etc/UTC' }] },
    });
  });
});
