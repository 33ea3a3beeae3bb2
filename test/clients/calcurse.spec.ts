import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type RunningGateway } from './gateway.js';
import { isInstalled, python, succeed } from './program.js';

interface Device {
  /** What calcurse-caldav counted: imported, removed locally, exported, removed from the server. */
  sync(...args: string[]): Promise<number[]>;
  /** One line for an appointment, as calcurse keeps them. */
  add(line: string): Promise<void>;
  /** Removes what has this text in it. */
  remove(text: string): Promise<void>;
  appointments(): Promise<string[]>;
  tasks(): Promise<string[]>;
}

const idle = [0, 0, 0, 0];

describe.skipIf(!isInstalled('calcurse-caldav'))('calcurse-caldav', () => {
  let gateway: RunningGateway;

  beforeAll(async () => void (gateway = await startGateway()));
  afterAll(() => gateway.stop());

  // People write the path by hand, with the @ of their address or its escape.
  describe.each(['alice@example.org', 'alice%40example.org'])('below /dav/calendars/%s/', (home) => {
    let path: string;
    let first: Device;
    let second: Device;

    beforeAll(async () => {
      path = `/dav/calendars/${home}/calcurse-${home.length}/`;
      await request('MKCALENDAR', path);
      await request('PUT', `${path}server.ics`, fromServer);
      first = await device(`first-${home.length}`, path);
      second = await device(`second-${home.length}`, path);
    });

    it('initialises both ways', async () => {
      await first.add('03/02/2026 @ 09:00 -> 03/02/2026 @ 10:00|From calcurse');
      await first.add('03/04/2026 [1] All day');
      await first.add('03/05/2026 @ 08:00 -> 03/05/2026 @ 08:30 {1W} |Weekly');
      expect(await first.sync('--init=two-way')).toEqual([1, 0, 3, 0]);
      expect((await first.appointments()).join('\n')).toContain('From the server');
    });

    it('changes nothing in a second run', async () => {
      expect(await first.sync()).toEqual(idle);
      expect(await first.sync()).toEqual(idle);
      expect(await first.appointments()).toHaveLength(4);
    });

    it('initialises another device from the server', async () => {
      expect(await second.sync('--init=keep-remote')).toEqual([4, 0, 0, 0]);
      expect(await second.appointments()).toEqual(await first.appointments());
      expect(await second.sync()).toEqual(idle);
    });

    it('carries additions and deletions from one device to the other', async () => {
      await second.remove('From calcurse');
      await second.add('03/06/2026 @ 12:00 -> 03/06/2026 @ 13:00|Lunch');
      expect(await second.sync()).toEqual([0, 0, 1, 1]);
      expect(await first.sync()).toEqual([1, 1, 0, 0]);
      expect(await first.appointments()).toEqual(await second.appointments());
      expect(await second.sync()).toEqual(idle);
      expect(await first.sync()).toEqual(idle);
    });

    it('takes a change that was made on the server', async () => {
      await request('PUT', `${path}server.ics`, fromServer.replace('From the server', 'Changed there'));
      expect(await first.sync()).toEqual([1, 0, 0, 0]);
      expect((await first.appointments()).join('\n')).toContain('Changed there');
      expect(await first.sync()).toEqual(idle);
    });

    it('syncs tasks', async () => {
      await request('PUT', `${path}task.ics`, task);
      expect(await first.sync()).toEqual([1, 0, 0, 0]);
      expect((await first.tasks()).join('\n')).toContain('Buy milk');
      expect(await first.sync()).toEqual(idle);
    });
  });

  async function request(method: string, path: string, body?: string): Promise<void> {
    const { email, password } = gateway.alice;
    const authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
    const headers = { authorization, 'content-type': 'text/calendar; charset=utf-8' };
    const answer = await fetch(gateway.url + path, { method, headers, body });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  async function device(name: string, path: string): Promise<Device> {
    const home = join(gateway.folder, name);
    const data = join(home, '.calcurse');
    const list = join(data, 'apts');
    await mkdir(join(data, 'caldav'), { recursive: true });
    await writeFile(join(data, 'caldav/config'), configOf(gateway, path));
    await writeFile(list, '');
    await writeFile(join(data, 'todo'), '');
    return {
      async sync(...args) {
        const output = await succeed(python, ['/usr/bin/calcurse-caldav', ...args], { env: { HOME: home } });
        return (output.match(/\d+(?= items)/g) ?? []).map(Number);
      },
      add: (line) => appendFile(list, `${line}\n`),
      async remove(text) {
        const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => !line.includes(text));
        await writeFile(list, lines.join('\n'));
      },
      appointments: () => linesOf(list),
      tasks: () => linesOf(join(data, 'todo')),
    };
  }
});

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').filter(Boolean).sort();
}

const configOf = ({ url, alice }: RunningGateway, path: string): string => `
[General]
Hostname = ${new URL(url).host}
Path = ${path}
HTTPS = No
DryRun = No
[Auth]
Username = ${alice.email}
Password = ${alice.password}
`;

const objectOf = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');

const fromServer = objectOf(
  'BEGIN:VEVENT',
  'UID:server@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART:20260303T090000Z',
  'DTEND:20260303T100000Z',
  'SUMMARY:From the server',
  'END:VEVENT',
);

const task = objectOf(
  'BEGIN:VTODO',
  'UID:task@example.org',
  'DTSTAMP:20260101T000000Z',
  'SUMMARY:Buy milk',
  'PRIORITY:5',
  'END:VTODO',
);
