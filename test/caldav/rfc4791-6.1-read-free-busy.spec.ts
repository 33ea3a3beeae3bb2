import { expect, it } from 'vitest';
import { content, davServer, eventText, openCollection, propfind, put, report, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;

const { server, dav } = await davServer();
await put(dav, `${calendar}one.ics`, eventText());

it.each([home, calendar, `${calendar}one.ics`])(
  'RFC 4791 §6.1.1: read-free-busy is a privilege, inside DAV:read, on %s',
  async (path) => {
    const tree = content(
      (await propfind(dav, path, '0', 'D:supported-privilege-set')).body,
      'D:supported-privilege-set',
    )!;
    const read = tree.slice(tree.indexOf('<D:privilege><D:read/>'));
    // Up to where DAV:read itself ends: one more end than beginnings.
    let depth = 1;
    const end = [...read.matchAll(/<(\/?)D:supported-privilege>/g)].find(
      ([, slash]) => (depth += slash ? -1 : 1) === 0,
    );
    expect(read.slice(0, end!.index)).toContain('<D:privilege><C:read-free-busy/></D:privilege>');
  },
);

it('RFC 4791 §6.1.1: read-free-busy is granted without DAV:read, and is enough for a free-busy-query', async () => {
  const bob = '<D:principal><D:href>/dav/principals/bob@example.org/</D:href></D:principal>';
  const ace = `<D:ace>${bob}<D:grant><D:privilege><C:read-free-busy/></D:privilege></D:grant></D:ace>`;
  expect((await dav({ method: 'ACL', path: calendar, body: xml('D:acl', ace) })).statusCode).toBe(200);
  const asBob: typeof dav = (request) => dav({ ...request, as: 'bob' });
  const { body } = await propfind(asBob, calendar, '0', 'D:current-user-privilege-set');
  expect(content(body, 'D:current-user-privilege-set')).toBe('<D:privilege><C:read-free-busy/></D:privilege>');
  const asked = xml('C:free-busy-query', '<C:time-range start="20260302T000000Z" end="20260303T000000Z"/>');
  expect((await report(asBob, calendar, asked)).body).toContain('20260302T090000Z/');
  const open = await openCollection(server, 'calendar');
  await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'none' });
  expect((await report(asBob, calendar, asked)).statusCode).toBe(404);
});
