import { afterAll, describe, expect, it } from 'vitest';
import { startCore } from './core-over.js';

const owner = 'alice@example.org';
const zone = 'Europe/Berlin';
const window = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 5, 1) };
const at = (local: string): { local: string; zone: string } => ({ local, zone });

const test = await startCore({ people: [{ email: owner, name: 'Alice', timeZone: zone }] });
afterAll(() => test.close());
const { core } = test;
const calendar = () => test.own(owner);
const open = await calendar();

async function weekly(title: string): Promise<string> {
  const recurrence = { rules: ['FREQ=WEEKLY;COUNT=10'], exrules: [], rdates: [], exdates: [] };
  const master = { start: at('2026-03-02T10:00:00'), duration: 'PT1H', title };
  const made = await core.events.write(open, null, () => ({ kind: 'event', master, overrides: [], recurrence }), {
    origin: 'v3',
  });
  return made.stored.head.id;
}

async function instants(text: string): Promise<number[]> {
  const { items } = await core.events.instances(await calendar(), { ...window, text });
  return items.map((item) => item.occurrence.startUtc);
}

describe('this and following', () => {
  it('is two series in one change, with the same instances; joined it is one again', async () => {
    const id = await weekly('standup');
    const whole = await instants('standup');
    const { before, after } = await core.events.split(open, { id }, at('2026-03-30T10:00:00'), {
      origin: 'v3',
      id: 'second00',
    });
    expect(await instants('standup')).toEqual(whole);
    expect(after.stored.head.id).toBe('second00');
    expect(before.stored.series.recurrence!.rules).toEqual(['FREQ=WEEKLY;UNTIL=20260330T075959Z']);
    expect(after.stored.series.recurrence!.rules).toEqual(['FREQ=WEEKLY;COUNT=6']);
    expect(after.stored.ical).toMatch(/RELATED-TO;RELTYPE=FIRST:/);
    expect(before.stored.ical).toContain(`RELATED-TO;RELTYPE=NEXT:${after.stored.head.uid}`);
    const joined = await core.events.join(open, { id }, { id: 'second00' }, { origin: 'v3' });
    expect(joined.stored.series.recurrence!.rules).toEqual(['FREQ=WEEKLY;COUNT=10']);
    expect(await instants('standup')).toEqual(whole);
    await expect(core.events.find(open, { id: 'second00' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('leaves nothing half-done: a second part that cannot be stored leaves the series whole', async () => {
    const id = await weekly('review');
    const before = await core.events.find(open, { id });
    const taken = { origin: 'v3', id: await weekly('taken') } as const;
    await expect(core.events.split(open, { id }, at('2026-03-30T10:00:00'), taken)).rejects.toThrow();
    const now = await core.events.find(await calendar(), { id });
    expect([now.head.seq, now.series.recurrence]).toEqual([before.head.seq, before.series.recurrence]);
    expect((await calendar()).sync.seq).toBeGreaterThanOrEqual(now.head.seq);
  });

  it('is refused by the check and by the cut before anything is written', async () => {
    const id = await weekly('retro');
    const { seq } = (await core.events.find(open, { id })).head;
    const refuse = {
      origin: 'v3',
      check: () => {
        throw new Error('no');
      },
    } as const;
    await expect(core.events.split(open, { id }, at('2026-03-30T10:00:00'), refuse)).rejects.toThrow('no');
    const first = core.events.split(open, { id }, at('2026-03-02T10:00:00'), { origin: 'v3' });
    await expect(first).rejects.toMatchObject({ detail: { code: 'invalid-split' } });
    await expect(
      core.events.split(open, { id: 'nothere0' }, at('2026-03-30T10:00:00'), { origin: 'v3' }),
    ).rejects.toMatchObject({ kind: 'not-found' });
    expect((await core.events.find(await calendar(), { id })).head.seq).toBe(seq);
  });
});
