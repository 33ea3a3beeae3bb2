import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { fileBeside, isInstalled, python, succeed } from './program.js';

describe.skipIf(!isInstalled('gcalcli'))('gcalcli', () => {
  let gateway: RunningGateway;

  beforeAll(async () => void (gateway = await startGateway()));
  afterAll(() => gateway.stop());

  it('lists the calendars with their roles', async () => {
    expect(await gcalcli('list')).toMatch(/owner +alice@example\.org/);
  });

  it('adds an event, and shows it in the agenda, in a search and in the week', async () => {
    const details = ['--where', 'Town', '--description', 'Bring the card', '--reminder', '10m popup', '--noprompt'];
    await add('Dentist Zoë', '2026-03-02 10:00', ...details);
    expect(await agenda('2026-03-01', '2026-03-05')).toEqual(['2026-03-02\t10:00\t2026-03-02\t10:30\tDentist Zoë']);
    const found = await gcalcli('search', 'dentist', '2026-01-01', '--details', 'location', '--details', 'reminders');
    expect(found).toMatch(/10:00 +Dentist Zoë[^]*Location: Town[^]*popup 10 minutes/);
    expect(await gcalcli('calw', '2026-03-02', '1')).toContain('Dentist');
  });

  it('adds a day', async () => {
    await add('Holiday', '2026-04-01', '--allday', '--noprompt');
    expect(await gcalcli('agenda', '2026-04-01', '2026-04-02')).toContain('Holiday');
  });

  it('edits an event', async () => {
    await add('Draft', '2026-05-04 09:00', '--noprompt');
    await gcalcli({ input: 't\nFinal\ns\nq\n' }, 'edit', 'Draft');
    expect(await agenda('2026-05-04', '2026-05-05')).toEqual(['2026-05-04\t09:00\t2026-05-04\t09:30\tFinal']);
  });

  it('imports a file, the series in it too', async () => {
    const file = join(gateway.folder, 'import.ics');
    await writeFile(file, series);
    await gcalcli('--calendar', 'alice@example.org', 'import', file);
    const days = (await agenda('2026-06-01', '2026-07-01')).map((line) => line.split('\t')[0]);
    expect(days).toEqual(['2026-06-01', '2026-06-08', '2026-06-15']);
  });

  it('deletes what a search finds', async () => {
    await add('Mistake', '2026-08-03 09:00', '--noprompt');
    expect(await gcalcli('delete', 'Mistake', '--iamaexpert')).toContain('Deleted');
    expect(await agenda('2026-08-03', '2026-08-04')).toEqual([]);
  });

  function add(title: string, when: string, ...more: string[]): Promise<string> {
    const duration = more.includes('--allday') ? '1' : '30';
    const event = ['--calendar', 'alice@example.org', '--title', title, '--when', when, '--duration', duration];
    return gcalcli('add', ...event, ...more);
  }

  /** Start and end day and time, and title, a line for each event. */
  async function agenda(from: string, until: string): Promise<string[]> {
    return (await gcalcli('agenda', '--tsv', from, until)).split('\n').filter(Boolean);
  }

  function gcalcli(...args: [{ input: string }, ...string[]] | string[]): Promise<string> {
    const input = args.flatMap((arg) => (typeof arg === 'string' ? [] : arg.input)).join('');
    const words = args.flatMap((arg) => (typeof arg === 'string' ? arg : []));
    const { url, alice, folder } = gateway;
    const env = { SETTINGS: JSON.stringify({ url, token: alice.token }), HOME: folder, TZ: 'Europe/Berlin' };
    return succeed(python, [fileBeside('python/run_gcalcli.py'), folder, ...words], { env, input });
  }
});

const series = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:series@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART:20260601T080000Z',
  'DTEND:20260601T090000Z',
  'RRULE:FREQ=WEEKLY;COUNT=3',
  'SUMMARY:Series',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');
