import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './gateway.js';
import { run, succeed, type Outcome } from './program.js';

/** One computer of a person: a folder of `.ics` files that vdirsyncer keeps in step with the server, and khal writes. */
export interface Device {
  /** Every file by its name, with plain line ends: XML turns CR LF into LF (RFC 4791 §9.6). */
  files(): Promise<Map<string, string>>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** What vdirsyncer did, a line for each item. Fails when it does. */
  sync(): Promise<string[]>;
  /** The same, for a run that is meant to fail. */
  trySync(): Promise<Outcome>;
  khal(...args: string[]): Promise<string>;
}

export interface DeviceOptions {
  folder: string;
  url: string;
  account: Account;
  /** The calendar's name in the person's home. */
  collection: string;
  conflicts?: 'a wins' | 'b wins';
}

export async function device({ folder, url, account, collection, conflicts }: DeviceOptions): Promise<Device> {
  const calendar = join(folder, 'calendars', collection);
  await mkdir(calendar, { recursive: true });
  const config = join(folder, 'vdirsyncer.conf');
  const khalConfig = join(folder, 'khal.conf');
  await writeFile(config, vdirsyncerConfig({ folder, url, account, collection, conflicts }));
  await writeFile(khalConfig, khalConfigOf(folder, calendar));
  const options = { env: { HOME: folder }, cwd: folder };
  await succeed('vdirsyncer', ['-c', config, 'discover'], { ...options, input: 'y\ny\n' });
  const sync = (): Promise<Outcome> => run('vdirsyncer', ['-c', config, 'sync'], options);
  return {
    async files() {
      const names = (await readdir(calendar)).filter((name) => name.endsWith('.ics')).sort();
      const texts = await Promise.all(names.map((name) => readFile(join(calendar, name), 'utf8')));
      return new Map(names.map((name, i) => [name, texts[i]!.replaceAll('\r\n', '\n')]));
    },
    write: (name, text) => writeFile(join(calendar, name), text),
    remove: (name) => unlink(join(calendar, name)),
    async sync() {
      const { code, output } = await sync();
      if (code !== 0) throw new Error(`vdirsyncer ended with ${code}:\n${output}`);
      return output.split('\n').filter((line) => /^(Copying|Deleting)/.test(line));
    },
    trySync: sync,
    khal: (...args) => succeed('khal', ['-c', khalConfig, ...args], options),
  };
}

const vdirsyncerConfig = ({ folder, url, account, collection, conflicts }: DeviceOptions): string => `
[general]
status_path = "${folder}/status"
[pair calendars]
a = "local"
b = "server"
collections = ["${collection}"]
${conflicts ? `conflict_resolution = "${conflicts}"` : ''}
[storage local]
type = "filesystem"
path = "${folder}/calendars"
fileext = ".ics"
[storage server]
type = "caldav"
url = "${url}/"
username = "${account.email}"
password = "${account.password}"
`;

const khalConfigOf = (folder: string, calendar: string): string => `
[calendars]
[[work]]
path = ${calendar}
[default]
default_calendar = work
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[sqlite]
path = ${folder}/khal.db
`;
