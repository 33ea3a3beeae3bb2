import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { isInstalled } from './program.js';
import { device, type Device } from './vdirsyncer-device.js';

const COUNT = 500;

// Each test goes on from where the one before it ended, as the two computers of a person do.
describe.skipIf(!isInstalled('vdirsyncer'))('two devices with vdirsyncer and khal', () => {
  let gateway: RunningGateway;
  let desk: Device;
  let laptop: Device;

  beforeAll(async () => {
    gateway = await startGateway();
    const { url, alice: account, folder } = gateway;
    const options = { url, account, collection: 'calendar' };
    desk = await device({ ...options, folder: join(folder, 'desk') });
    laptop = await device({ ...options, folder: join(folder, 'laptop'), conflicts: 'b wins' });
  });
  afterAll(() => gateway.stop());

  it(`khal's ${COUNT} events go up from one and come down to the other as they were`, async () => {
    const archive = join(gateway.folder, 'archive.ics');
    await writeFile(archive, archiveOf(COUNT));
    await desk.khal('import', '--batch', '-a', 'work', archive);
    expect(await desk.files()).toHaveProperty('size', COUNT);
    expect(await desk.sync()).toHaveLength(COUNT);
    expect(await laptop.sync()).toHaveLength(COUNT);
    expect(await laptop.files()).toEqual(await desk.files());
  });

  it('a second run changes nothing on either', async () => {
    expect(await desk.sync()).toEqual([]);
    expect(await laptop.sync()).toEqual([]);
  });

  it('what khal writes on one is in the agenda of the other', async () => {
    await laptop.khal('new', '-a', 'work', '2026-03-02', '10:00', '11:00', 'Coffee with Zoë', '::', 'and cake');
    expect(await laptop.sync()).toHaveLength(1);
    expect(await desk.sync()).toHaveLength(1);
    expect(await desk.khal('list', '2026-03-02', '1d')).toContain('10:00-11:00 Coffee with Zoë :: and cake');
  });

  it('changes and deletions go both ways in one run', async () => {
    const before = await desk.files();
    await desk.write('item-1.ics', before.get('item-1.ics')!.replace('SUMMARY:Event 1', 'SUMMARY:From the desk'));
    await laptop.write('item-2.ics', before.get('item-2.ics')!.replace('SUMMARY:Event 2', 'SUMMARY:From the laptop'));
    await laptop.remove('item-3.ics');
    await desk.sync();
    expect(await laptop.sync()).toHaveLength(3);
    expect(await desk.sync()).toHaveLength(2);
    const after = await desk.files();
    expect(after.get('item-1.ics')).toContain('From the desk');
    expect(after.get('item-2.ics')).toContain('From the laptop');
    expect(after.has('item-3.ics')).toBe(false);
    expect(await laptop.files()).toEqual(after);
  });

  it('a conflict is told, and neither side is lost before somebody decides', async () => {
    await changeOnBoth('item-4.ics');
    await laptop.sync();
    const { code, output } = await desk.trySync();
    expect(code).not.toBe(0);
    expect(output).toContain('conflict');
    expect((await desk.files()).get('item-4.ics')).toContain('On the desk');
    expect((await laptop.files()).get('item-4.ics')).toContain('On the laptop');
  });

  it('with "b wins" the server\'s version comes down', async () => {
    const theirs = (await laptop.files()).get('item-4.ics')!;
    await desk.write('item-4.ics', theirs);
    await desk.sync();
    await changeOnBoth('item-5.ics');
    await desk.sync();
    await laptop.sync();
    expect((await laptop.files()).get('item-5.ics')).toContain('On the desk');
    expect(await laptop.files()).toEqual(await desk.files());
  });

  it('what a v3 program changes comes down, and nothing goes back up', async () => {
    const events = `${gateway.url}/calendar/v3/calendars/primary/events`;
    const headers = { authorization: `Bearer ${gateway.alice.token}`, 'content-type': 'application/json' };
    const found = await fetch(`${events}?iCalUID=item-6`, { headers });
    const { items } = (await found.json()) as { items: { id: string }[] };
    const body = JSON.stringify({ summary: 'By v3' });
    expect((await fetch(`${events}/${items[0]!.id}`, { method: 'PATCH', headers, body })).status).toBe(200);
    expect(await desk.sync()).toHaveLength(1);
    expect((await desk.files()).get('item-6.ics')).toContain('SUMMARY:By v3');
    expect(await desk.sync()).toEqual([]);
    await laptop.sync();
    expect(await laptop.files()).toEqual(await desk.files());
  });

  async function changeOnBoth(name: string): Promise<void> {
    const text = (await desk.files()).get(name)!;
    await desk.write(name, text.replace(/SUMMARY:.*/, 'SUMMARY:On the desk'));
    await laptop.write(name, text.replace(/SUMMARY:.*/, 'SUMMARY:On the laptop'));
  }
});

/** Timed, all-day and repeated events through a year, in one file. */
function archiveOf(count: number): string {
  const events = Array.from({ length: count }, (_, i) => {
    const day = `2026${String((i % 12) + 1).padStart(2, '0')}${String((i % 28) + 1).padStart(2, '0')}`;
    const times =
      i % 7 === 0
        ? [`DTSTART;VALUE=DATE:${day}`]
        : [`DTSTART:${day}T${String(i % 24).padStart(2, '0')}0000Z`, 'DURATION:PT30M'];
    return [
      'BEGIN:VEVENT',
      `UID:item-${i}`,
      'DTSTAMP:20260101T000000Z',
      ...times,
      `SUMMARY:Event ${i}`,
      ...(i % 5 === 0 ? ['RRULE:FREQ=WEEKLY;COUNT=5'] : []),
      'END:VEVENT',
    ];
  });
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n');
}
