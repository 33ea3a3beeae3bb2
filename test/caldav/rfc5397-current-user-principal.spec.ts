import { describe, expect, it } from 'vitest';
import { allprop, content, davServer, eventText, openCollection, propfind, put, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}open/`;
const principal = '/dav/principals/alice@example.org/';

const { server, dav } = await davServer();
await dav({ method: 'MKCALENDAR', path: calendar });
await put(dav, `${calendar}one.ics`, eventText());

const of = async (path: string, as?: null | 'bob'): Promise<string | null> => {
  const found = await propfind((request) => dav({ ...request, ...(as === undefined ? {} : { as }) }), path, '0', name);
  expect(found.statusCode).toBe(207);
  return content(found.body, name);
};
const name = 'D:current-user-principal';

describe('RFC 5397 §3: current-user-principal', () => {
  it.each(['/', '/dav/', '/dav/principals/', principal, home, calendar, `${calendar}one.ics`, `${home}inbox/`])(
    'is the one principal-URL of who asks, everywhere: %s',
    async (path) => {
      expect(await of(path)).toBe(`<D:href>${principal}</D:href>`);
      expect(content((await propfind(dav, principal, '0', 'D:principal-URL')).body, 'D:principal-URL')).toBe(
        await of(path),
      );
    },
  );

  it('is of who asks, not of whose the resource is', async () => {
    expect(await of(principal, 'bob')).toBe('<D:href>/dav/principals/bob@example.org/</D:href>');
  });

  it('is unauthenticated where nobody has signed in', async () => {
    const open = await openCollection(server, 'open');
    await server.core.calendars.setAcl(open, { scopeType: 'default', scopeValue: '', role: 'reader' });
    for (const path of [calendar, `${calendar}one.ics`]) expect(await of(path, null)).toBe('<D:unauthenticated/>');
  });

  it('is protected, and not in allprop', async () => {
    const value = `<D:set><D:prop><${name}><D:href>/dav/principals/bob@example.org/</D:href></${name}></D:prop></D:set>`;
    const set = await dav({ method: 'PROPPATCH', path: calendar, body: xml('D:propertyupdate', value) });
    expect(set.body).toContain('<D:cannot-modify-protected-property/>');
    const all = await allprop(dav, calendar);
    expect([all.statusCode, all.body.includes('current-user-principal')]).toEqual([207, false]);
  });
});
