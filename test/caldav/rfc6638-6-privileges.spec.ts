import { describe, expect, it } from 'vitest';
import { allprop, content, davServer, newCalendar, propfind, put, xml } from './dav-client.js';
import { guests, ics } from '../scheduling/meeting.js';

/** RFC 6638 §2, §6, §9: privileges and properties of scheduling. */
const { dav } = await davServer();
const principal = '/dav/principals/alice@example.org/';
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;

/** A supported privilege, the others in it left out. */
const own = (name: string, inside = ''): string =>
  `<D:supported-privilege><D:privilege><C:schedule-${name}/></D:privilege><D:description/>${inside}</D:supported-privilege>`;

async function supported(path: string): Promise<string> {
  const { body } = await propfind(dav, path, '0', 'D:supported-privilege-set');
  return content(body, 'D:supported-privilege-set')!.replaceAll(
    /<D:description.*?<\/D:description>/g,
    '<D:description/>',
  );
}

describe('§6: the privileges', () => {
  it('§6.3: hold each other as they should, and all can be granted', async () => {
    const [inbox, outbox] = [await supported(`${home}inbox/`), await supported(`${home}outbox/`)];
    const delivering = ['deliver-invite', 'deliver-reply', 'query-freebusy'].map((name) => own(name)).join('');
    expect(inbox).toContain(own('deliver', delivering));
    const sending = ['send-invite', 'send-reply', 'send-freebusy'].map((name) => own(name)).join('');
    expect(outbox).toContain(own('send', sending));
    for (const text of [inbox, outbox]) {
      expect(text).not.toContain('<D:abstract/>');
      expect(text).toMatch(/^<D:supported-privilege><D:privilege><D:all\/>/);
    }
  });
});

describe('the properties', () => {
  const names: [string, string[]][] = [
    [principal, ['schedule-inbox-URL', 'schedule-outbox-URL', 'calendar-user-address-set', 'calendar-user-type']],
    [`${home}inbox/`, ['schedule-default-calendar-URL']],
    [calendar, ['schedule-calendar-transp']],
    [`${calendar}tagged.ics`, ['schedule-tag']],
  ];

  it.each(names)('are there and not in allprop: %s', async (path, wanted) => {
    await put(dav, `${calendar}tagged.ics`, ics('tagged', ['DTSTART:20260310T100000Z', 'SUMMARY:Meeting', ...guests]));
    const { body } = await propfind(dav, path, '0', ...wanted.map((name) => `C:${name}`));
    const all = await allprop(dav, path);
    expect(all.statusCode).toBe(207);
    for (const name of wanted) {
      expect(content(body, `C:${name}`), name).not.toBeNull();
      expect(content(body, `C:${name}`), name).not.toBe('');
      expect(all.body, name).not.toContain(`C:${name}`);
    }
  });

  it.each(
    [...names.flatMap(([path, wanted]) => wanted.map((name) => [name, path] as const))].filter(
      ([name]) => name !== 'schedule-calendar-transp',
    ),
  )('cannot be set by clients: %s of %s', async (name, path) => {
    const before = content((await propfind(dav, path, '0', `C:${name}`)).body, `C:${name}`);
    const value = `<D:set><D:prop><C:${name}><D:href>/dav/calendars/bob@example.org/calendar/</D:href></C:${name}></D:prop></D:set>`;
    const refused = await dav({ method: 'PROPPATCH', path, body: xml('D:propertyupdate', value) });
    expect(refused.statusCode).toBe(207);
    expect(refused.body).toContain('HTTP/1.1 403');
    expect(content((await propfind(dav, path, '0', `C:${name}`)).body, `C:${name}`)).toBe(before);
  });

  it('§9.1: schedule-calendar-transp is opaque unless said otherwise, and goes along with a MOVE', async () => {
    const path = await newCalendar(dav);
    const transp = async (at: string): Promise<string | null> =>
      content((await propfind(dav, at, '0', 'C:schedule-calendar-transp')).body, 'C:schedule-calendar-transp');
    expect(await transp(path)).toBe('<C:opaque/>');
    const value =
      '<D:set><D:prop><C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp></D:prop></D:set>';
    expect((await dav({ method: 'PROPPATCH', path, body: xml('D:propertyupdate', value) })).statusCode).toBe(207);
    const moved = await dav({ method: 'MOVE', path, headers: { destination: `${home}transparent/` } });
    expect(moved.statusCode).toBe(201);
    expect(await transp(`${home}transparent/`)).toBe('<C:transparent/>');
  });
});
