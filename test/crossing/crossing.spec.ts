import { afterAll, describe, expect, it } from 'vitest';
import type { EventPatch } from '@dayferry/core';
import { startServer } from '../harness/index.js';
import { Backstage, type Driver, type View } from './driver.js';
import { allDrivers } from './drivers/index.js';
import { samples } from './samples.js';

type Name = keyof (typeof samples)[number]['bodies'];

/** What a protocol cannot show of a sample, by its own rules (asserted, not passed over). */
const losses: Record<string, (keyof View)[]> = {
  // gd:recurrence holds the times of a series; there is no gd:when without a range.
  'atom a zoned series with an exclusion': ['start', 'end'],
  'jsonc a zoned series with an exclusion': ['start', 'end'],
};

const names: Name[] = ['atom', 'jsonc', 'v3', 'caldav', 'jscalendar', 'jscalendar2'];

const server = await startServer();
const backstage = new Backstage(server);
const drivers = new Map(allDrivers(server, backstage).map((driver) => [driver.name, driver]));
afterAll(() => server.close());

function expected(driver: Driver, sample: (typeof samples)[number], title: string): View {
  const lost = losses[`${driver.name} ${sample.name}`] ?? [];
  return { ...sample.view, title, ...Object.fromEntries(lost.map((name) => [name, ''])) };
}

let number = 0;

describe.each(samples)('$name', (sample) => {
  const writers = names.filter((name) => sample.bodies[name] !== undefined);
  const pairs = writers.flatMap((a) => names.filter((b) => b !== a).map((b) => [a, b] as const));

  it.each(pairs)('made by %s: read, changed and deleted by %s', async (a, b) => {
    const [first, second] = [drivers.get(a)!, drivers.get(b)!];
    const uid = await first.create(sample.bodies[a]!, `crossing-${(number += 1)}`);
    expect(first.view((await first.read(uid))!)).toEqual(expected(first, sample, sample.view.title));

    const before = (await backstage.record(uid))!;
    const body = (await second.read(uid))!;
    expect(second.view(body)).toEqual(expected(second, sample, sample.view.title));

    await second.write(uid, second.retitle(body, 'Changed'));
    expect(first.view((await first.read(uid))!)).toEqual(expected(first, sample, 'Changed'));
    const after = (await backstage.record(uid))!;
    const { title: _before, ...kept } = before.master;
    const { title: _after, ...now } = after.master;
    expect(strip(now)).toEqual(strip(kept));
    expect(after.recurrence).toEqual(before.recurrence);
    expect(after.overrides.map(({ recurrenceId, patch }) => [recurrenceId, strip(patch)])).toEqual(
      before.overrides.map(({ recurrenceId, patch }) => [recurrenceId, strip(patch)]),
    );

    await second.remove(uid);
    expect(await first.read(uid)).toBeNull();
  });
});

/** Without what a server notes by itself: when it was written, and which guests were told. */
function strip({ dtstamp: _dtstamp, lastModified: _lastModified, attendees, ...rest }: EventPatch): object {
  return { ...rest, attendees: attendees?.map(({ scheduleStatus: _status, ...attendee }) => attendee) };
}
afterAll(() => {
  for (const line of server.logs) if (line.includes('"err"')) console.error(line.slice(0, 900));
});
