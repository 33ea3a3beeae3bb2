import { beforeAll, describe, expect, it } from 'vitest';
import { content, davServer, eventText, openCollection, propfind, put, report, responses, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';
const [work, play] = [`${home}work/`, `${home}play/`];

const { server, dav } = await davServer();
for (const path of [work, play]) await dav({ method: 'MKCALENDAR', path });

const transfer = (method: string, path: string, destination: string, headers: Record<string, string> = {}) =>
  dav({ method, path, headers: { destination, ...headers } });
const get = (path: string) => dav({ method: 'GET', path });
const dead = (path: string, value: string) =>
  dav({
    method: 'PROPPATCH',
    path,
    body: xml('D:propertyupdate', `<D:set><D:prop><q:note xmlns:q="urn:t">${value}</q:note></D:prop></D:set>`),
  });
const note = async (path: string) =>
  /<x:note[^>]*>(.*?)<\/x:note>/.exec(
    (
      await dav({
        method: 'PROPFIND',
        path,
        headers: { depth: '0' },
        body: xml('D:propfind', '<D:prop><q:note xmlns:q="urn:t"/></D:prop>'),
      })
    ).body,
  )?.[1];
const changes = async (path: string, token: string) => {
  const body = xml(
    'D:sync-collection',
    `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>`,
  );
  const answer = await report(dav, path, body);
  return [...responses(answer)].map(([href, text]) => [href, text.includes('HTTP/1.1 404') ? 'removed' : 'changed']);
};
const tokenOf = async (path: string) => content((await propfind(dav, path, '0', 'D:sync-token')).body, 'D:sync-token')!;
const idOf = async (collection: string, uid: string) => {
  const open = await openCollection(server, collection);
  return (await server.core.events.find(open, { uid })).head.id;
};

describe('RFC 4918 §9.9: MOVE', () => {
  it('puts the object into another calendar with its text, id and properties, and tells both calendars', async () => {
    const text = eventText({ uid: 'mover' });
    await put(dav, `${work}mover.ics`, text);
    await dead(`${work}mover.ics`, 'kept');
    const [id, ...tokens] = [await idOf('work', 'mover'), await tokenOf(work), await tokenOf(play)];
    const moved = await transfer('MOVE', `${work}mover.ics`, `${play}mover.ics`);
    expect([moved.statusCode, moved.headers.location]).toEqual([201, `${server.url}${play}mover.ics`]);
    expect((await get(`${work}mover.ics`)).statusCode).toBe(404);
    const there = await get(`${play}mover.ics`);
    expect([there.body, there.headers.etag]).toEqual([text, moved.headers.etag]);
    expect(await idOf('play', 'mover')).toBe(id);
    expect(await note(`${play}mover.ics`)).toBe('kept');
    expect(await changes(work, tokens[0])).toEqual([[`${work}mover.ics`, 'removed']]);
    expect(await changes(play, tokens[1])).toEqual([[`${play}mover.ics`, 'changed']]);
  });

  it('brings it back, to where it had been, with another ETag', async () => {
    await put(dav, `${work}pendulum.ics`, eventText({ uid: 'pendulum' }));
    const id = await idOf('work', 'pendulum');
    const tags = new Set([(await get(`${work}pendulum.ics`)).headers.etag]);
    for (let i = 0; i < 2; i += 1) {
      expect((await transfer('MOVE', `${work}pendulum.ics`, `${play}pendulum.ics`)).statusCode).toBe(201);
      tags.add((await get(`${play}pendulum.ics`)).headers.etag);
      expect((await transfer('MOVE', `${play}pendulum.ics`, `${work}pendulum.ics`)).statusCode).toBe(201);
      tags.add((await get(`${work}pendulum.ics`)).headers.etag);
    }
    expect(tags.size).toBe(5);
    expect(await idOf('work', 'pendulum')).toBe(id);
  });

  it('gives it another name in the same calendar: the old one is removed, the new one changed', async () => {
    await put(dav, `${work}old.ics`, eventText({ uid: 'renamed' }));
    const [id, token] = [await idOf('work', 'renamed'), await tokenOf(work)];
    expect((await transfer('MOVE', `${work}old.ics`, `${work}new.ics`)).statusCode).toBe(201);
    expect((await get(`${work}old.ics`)).statusCode).toBe(404);
    expect((await get(`${work}new.ics`)).body).toContain('UID:renamed');
    expect(await idOf('work', 'renamed')).toBe(id);
    expect(new Map((await changes(work, token)) as [string, string][])).toEqual(
      new Map([
        [`${work}old.ics`, 'removed'],
        [`${work}new.ics`, 'changed'],
      ]),
    );
    expect((await transfer('MOVE', `${work}new.ics`, `${work}old.ics`)).statusCode).toBe(201);
  });

  it('§10.6: replaces what is there (204), unless Overwrite is F (412)', async () => {
    await put(dav, `${work}a.ics`, eventText({ uid: 'a', summary: 'new' }));
    await put(dav, `${play}b.ics`, eventText({ uid: 'a', summary: 'old' }));
    await dead(`${play}b.ics`, 'of b');
    const kept = await transfer('MOVE', `${work}a.ics`, `${play}b.ics`, { overwrite: 'F' });
    expect(kept.statusCode).toBe(412);
    expect((await get(`${play}b.ics`)).body).toContain('SUMMARY:old');
    expect((await get(`${work}a.ics`)).statusCode).toBe(200);
    expect((await transfer('MOVE', `${work}a.ics`, `${play}b.ics`, { overwrite: 'T' })).statusCode).toBe(204);
    expect((await get(`${play}b.ics`)).body).toContain('SUMMARY:new');
    expect(await note(`${play}b.ics`)).toBeUndefined();
  });

  it.each(['COPY', 'MOVE'])('RFC 4791 §5.3.2.1: %s puts no other UID in the place of one', async (method) => {
    const [source, target] = [`${work}${method}-from.ics`, `${play}${method}-onto.ics`];
    await put(dav, source, eventText({ uid: `${method}-from` }));
    await put(dav, target, eventText({ uid: `${method}-onto` }));
    const response = await transfer(method, source, target, { overwrite: 'T' });
    expect([response.statusCode, content(response.body, 'C:no-uid-conflict')]).toEqual([
      403,
      `<D:href>${target}</D:href>`,
    ]);
    expect((await get(source)).statusCode).toBe(200);
    expect((await get(target)).body).toContain(`UID:${method}-onto`);
  });
});

describe('RFC 4918 §9.8: COPY', () => {
  it('leaves the source, copies text and properties, and makes another event of it', async () => {
    const text = eventText({ uid: 'twin' });
    await put(dav, `${work}twin.ics`, text);
    await dead(`${work}twin.ics`, 'both');
    expect((await transfer('COPY', `${work}twin.ics`, `${play}other.ics`, { depth: '0' })).statusCode).toBe(201);
    expect([(await get(`${work}twin.ics`)).body, (await get(`${play}other.ics`)).body]).toEqual([text, text]);
    expect([await note(`${work}twin.ics`), await note(`${play}other.ics`)]).toEqual(['both', 'both']);
    expect(await idOf('play', 'twin')).not.toBe(await idOf('work', 'twin'));
  });

  it('RFC 4791 §5.3.2.1: a UID occurs once in a calendar; the answer says where', async () => {
    await put(dav, `${work}uid.ics`, eventText({ uid: 'once' }));
    const response = await transfer('COPY', `${work}uid.ics`, `${work}uid2.ics`);
    expect([response.statusCode, content(response.body, 'C:no-uid-conflict')]).toEqual([
      403,
      `<D:href>${work}uid.ics</D:href>`,
    ]);
    expect((await get(`${work}uid2.ics`)).statusCode).toBe(404);
  });

  it('copies from a calendar that one only reads; what one does not see whole stays where it is', async () => {
    const open = await openCollection(server, 'work');
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role: 'reader' });
    await put(dav, `${work}public.ics`, eventText({ uid: 'public' }));
    await put(dav, `${work}private.ics`, eventText({ uid: 'private', more: ['CLASS:PRIVATE'] }));
    const bobs = '/dav/calendars/bob@example.org/calendar/';
    const asBob = (method: string, name: string, destination: string) =>
      dav({ method, path: `${work}${name}`, as: 'bob', headers: { destination } });
    expect((await asBob('COPY', 'public.ics', `${bobs}public.ics`)).statusCode).toBe(201);
    for (const [method, name, destination] of [
      ['COPY', 'private.ics', `${bobs}private.ics`],
      ['MOVE', 'public.ics', `${bobs}moved.ics`],
      ['COPY', 'public.ics', `${work}again.ics`],
    ] as const) {
      const response = await asBob(method, name, destination);
      expect([method, name, response.statusCode]).toEqual([method, name, 403]);
      expect(response.body).toContain('<D:need-privileges>');
    }
    expect((await get(`${work}public.ics`)).statusCode).toBe(200);
  });
});

describe('§10.3: Destination', () => {
  beforeAll(() => put(dav, `${work}s.ics`, eventText({ uid: 's' })));

  it.each([
    ['an absolute URI of the public address', () => `${server.url}${play}d1.ics`, 201],
    ['an absolute path', () => `${play}d2.ics`, 201],
    ['the other layout', () => '/caldav/v2/alice@example.org/events/d3.ics', 201],
    ['percent escapes', () => `${play.replace('@', '%40')}d%204.ics`, 201],
    ['another host', () => `http://elsewhere.example${play}x.ics`, 502],
    ['another scheme', () => 'ftp://elsewhere.example/x.ics', 502],
    ['no scheme', () => `//elsewhere.example${play}x.ics`, 502],
    ['another host with a user', () => `http://127.0.0.1@elsewhere.example${play}x.ics`, 502],
    ['itself', () => `${work}s.ics`, 403],
    ['itself in another spelling', () => `${work.replace('@', '%40')}s.ics`, 403],
    ['its own calendar', () => work, 403],
    ['the home', () => home, 403],
    ['a calendar that is not there', () => `${home}none/x.ics`, 409],
    ['a place that is none', () => '/nowhere/x.ics', 409],
    ['somebody else’s calendar', () => '/dav/calendars/bob@example.org/calendar/x.ics', 409],
    ['dots', () => `${play}../x.ics`, 409],
    ['a broken escape', () => `${play}%zz.ics`, 400],
    ['nonsense', () => 'x.ics', 400],
    ['nothing', () => '', 400],
  ])('%s', async (_, destination, status) => {
    const response = await transfer('COPY', `${work}s.ics`, destination());
    expect(response.statusCode).toBe(status);
    if (status === 201) {
      const where = destination().replace(server.url, '');
      expect((await get(where)).body).toContain('UID:s');
      await dav({ method: 'DELETE', path: where });
    }
    expect((await get(`${work}s.ics`)).statusCode).toBe(200);
  });

  it('refuses what the headers cannot mean', async () => {
    expect((await dav({ method: 'MOVE', path: `${work}s.ics` })).statusCode).toBe(400);
    expect((await transfer('MOVE', `${work}s.ics`, `${play}s.ics`, { overwrite: 'maybe' })).statusCode).toBe(400);
    expect((await transfer('MOVE', `${work}s.ics`, `${play}s.ics`, { depth: 'two' })).statusCode).toBe(400);
    expect((await transfer('MOVE', `${work}nothing.ics`, `${play}s.ics`)).statusCode).toBe(404);
    expect(
      (await dav({ method: 'MOVE', path: `${work}s.ics`, as: null, headers: { destination: `${play}s.ics` } }))
        .statusCode,
    ).toBe(401);
  });

  it('heeds conditions on the source', async () => {
    const stale = await transfer('MOVE', `${work}s.ics`, `${play}s.ics`, { 'if-match': '"stale"' });
    expect(stale.statusCode).toBe(412);
    expect((await get(`${work}s.ics`)).statusCode).toBe(200);
  });
});
