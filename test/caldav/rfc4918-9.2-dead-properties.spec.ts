import { describe, expect, it } from 'vitest';
import {
  content,
  davServer,
  eventText,
  missing,
  openCollection,
  propfind,
  put,
  report,
  responses,
  xml,
} from './dav-client.js';

const principal = '/dav/principals/alice@example.org/';
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}dead/`;
const object = `${calendar}one.ics`;
const places = [principal, home, calendar, object];

const { server, dav } = await davServer();
await dav({ method: 'MKCALENDAR', path: calendar });
await put(dav, object, eventText());

const patch = (path: string, body: string, as?: 'bob') =>
  dav({ method: 'PROPPATCH', path, body: xml('D:propertyupdate', body), ...(as ? { as } : {}) });
const set = (value: string): string => `<D:set><D:prop>${value}</D:prop></D:set>`;
const remove = (value: string): string => `<D:remove><D:prop>${value}</D:prop></D:remove>`;
const ask = async (path: string, name: string) =>
  (
    await dav({
      method: 'PROPFIND',
      path,
      headers: { depth: '0' },
      body: xml('D:propfind', `<D:prop><q:${name} xmlns:q="urn:test"/></D:prop>`),
    })
  ).body;

describe.each(places)('RFC 4918 §4.1, §9.2: properties of the client’s own on %s', (path) => {
  it('are kept with attributes, mixed content, languages and namespaces', async () => {
    const value =
      '<q:rich xmlns:q="urn:test" xmlns:r="urn:other" r:a="1&#10;2" b="&quot;&lt;">one<r:two xml:lang="fr">deux</r:two>&amp; three<plain xmlns=""/></q:rich>';
    const response = await patch(path, `<D:set xml:lang="en"><D:prop>${value}</D:prop></D:set>`);
    expect(response.statusCode).toBe(207);
    expect(response.body).toContain('HTTP/1.1 200 OK');
    expect(await ask(path, 'rich')).toContain(
      '<x:rich xmlns:x="urn:test" xmlns:a0="urn:other" a0:a="1&#10;2" b="&quot;&lt;" xml:lang="en">one<x:two xmlns:x="urn:other" xml:lang="fr">deux</x:two>&amp; three<plain/></x:rich>',
    );
  });

  it('are replaced, removed, and removed again without a fault', async () => {
    await patch(path, set('<q:two xmlns:q="urn:test">1</q:two>'));
    await patch(path, set('<q:two xmlns:q="urn:test">2</q:two>'));
    expect(await ask(path, 'two')).toContain('>2</x:two>');
    for (let i = 0; i < 2; i += 1)
      expect((await patch(path, remove('<q:two xmlns:q="urn:test"/>'))).body).toContain('HTTP/1.1 200 OK');
    expect(missing(await ask(path, 'two'))).toContain('<x:two xmlns:x="urn:test"/>');
  });

  it('follow the order of the instructions', async () => {
    await patch(path, set('<q:order xmlns:q="urn:test">1</q:order>') + remove('<q:order xmlns:q="urn:test"/>'));
    expect(missing(await ask(path, 'order'))).toContain('x:order');
    await patch(path, remove('<q:order xmlns:q="urn:test"/>') + set('<q:order xmlns:q="urn:test">2</q:order>'));
    expect(await ask(path, 'order')).toContain('>2</x:order>');
  });

  it('are all set or none (424)', async () => {
    const { body } = await patch(path, set('<q:half xmlns:q="urn:test">1</q:half><D:resourcetype/>'));
    expect(body).toContain('<x:half xmlns:x="urn:test"/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status>');
    expect(body).toContain('<D:error><D:cannot-modify-protected-property/></D:error>');
    expect(missing(await ask(path, 'half'))).toContain('x:half');
  });

  it('RFC 4918 §9.1: are told by allprop and, without a value, by propname', async () => {
    await patch(path, set('<q:told xmlns:q="urn:test">me</q:told>'));
    const of = async (what: string): Promise<string> =>
      (await dav({ method: 'PROPFIND', path, headers: { depth: '0' }, body: xml('D:propfind', what) })).body;
    expect(await of('<D:allprop/>')).toContain('<x:told xmlns:x="urn:test">me</x:told>');
    expect(await of('<D:propname/>')).toContain('<x:told xmlns:x="urn:test"/>');
  });
});

describe('where they are seen', () => {
  it('shows those of members in a Depth 1 listing and in every report', async () => {
    await patch(object, set('<q:seen xmlns:q="urn:test">here</q:seen>'));
    const prop = '<D:prop><D:getetag/><q:seen xmlns:q="urn:test"/></D:prop>';
    const listing = await dav({
      method: 'PROPFIND',
      path: calendar,
      headers: { depth: '1' },
      body: xml('D:propfind', prop),
    });
    const everything = '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>';
    const answers = [
      listing,
      await report(dav, calendar, xml('C:calendar-query', prop + everything)),
      await report(dav, calendar, xml('C:calendar-multiget', `${prop}<D:href>${object}</D:href>`)),
      await report(dav, calendar, xml('D:sync-collection', `<D:sync-token/><D:sync-level>1</D:sync-level>${prop}`)),
    ];
    for (const answer of answers)
      expect(responses(answer).get(object)).toContain('<x:seen xmlns:x="urn:test">here</x:seen>');
  });

  it('shows those of each calendar in a listing of the home', async () => {
    await patch(calendar, set('<q:listed xmlns:q="urn:test">yes</q:listed>'));
    const listing = await dav({
      method: 'PROPFIND',
      path: home,
      headers: { depth: '1' },
      body: xml('D:propfind', '<D:prop><q:listed xmlns:q="urn:test"/></D:prop>'),
    });
    expect(responses(listing).get(calendar)).toContain('>yes</x:listed>');
    expect(responses(listing).get(home)).not.toContain('yes');
  });

  it('keeps them from a free/busy reader, and a reader from changing them', async () => {
    const open = await openCollection(server, 'dead');
    const share = (role: 'reader' | 'freeBusy' | 'none') =>
      server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'bob@example.org', role });
    const seen = async (path: string) =>
      (
        await dav({
          method: 'PROPFIND',
          path,
          as: 'bob',
          headers: { depth: '0' },
          body: xml('D:propfind', '<D:allprop/>'),
        })
      ).body;
    await share('freeBusy');
    for (const path of [calendar, object]) expect(await seen(path)).not.toContain('urn:test');
    await share('reader');
    for (const path of [calendar, object]) {
      expect(await seen(path)).toContain('urn:test');
      const { body } = await patch(path, set('<q:bobs xmlns:q="urn:test"/>'), 'bob');
      expect(content(body, 'D:need-privileges')).toContain('<D:write-properties/>');
    }
    await share('none');
  });

  it('ends with the resource: a new one under the same name has none', async () => {
    await put(dav, `${calendar}short.ics`, eventText({ uid: 'short' }));
    await patch(`${calendar}short.ics`, set('<q:life xmlns:q="urn:test">1</q:life>'));
    await dav({ method: 'DELETE', path: `${calendar}short.ics` });
    await put(dav, `${calendar}short.ics`, eventText({ uid: 'short' }));
    expect(missing(await ask(`${calendar}short.ics`, 'life'))).toContain('x:life');
  });
});

describe('hostile input: dav-proppatch-bomb', () => {
  it('refuses a property over 64 KiB', async () => {
    const { body } = await patch(object, set(`<q:big xmlns:q="urn:test">${'x'.repeat(65_537)}</q:big>`));
    expect(body).toContain('HTTP/1.1 507');
    expect(body).toContain('<D:quota-not-exceeded/>');
  });

  it('stops at 1 MiB a resource, with the earlier ones readable', async () => {
    const value = 'x'.repeat(60_000);
    let refused = 0;
    for (let i = 0; i < 20; i += 1) {
      const { body } = await patch(
        object,
        set(`<q:b${i} xmlns:q="urn:test">${value}</q:b${i}><q:c xmlns:q="urn:test"/>`),
      );
      if (!body.includes('HTTP/1.1 507')) continue;
      refused += 1;
      expect(missing(await ask(object, `b${i}`))).toContain(`x:b${i}`);
    }
    expect(refused).toBeGreaterThan(1);
    expect(await ask(object, 'b0')).toContain(value);
  });

  it('names what is protected, also where it does not occur', async () => {
    for (const name of ['D:getetag', 'D:current-user-principal', 'C:max-instances', 'CS:getctag'])
      expect((await patch(object, set(`<${name}>x</${name}>`))).body).toContain('cannot-modify-protected-property');
  });
});

describe('RFC 8144 §2.1', () => {
  it('answers a PROPPATCH that worked with 200 and nothing, when the client prefers that', async () => {
    const body = xml('D:propertyupdate', set('<q:quiet xmlns:q="urn:test"/>'));
    const headers = { prefer: 'return=minimal' };
    const response = await dav({ method: 'PROPPATCH', path: object, body, headers });
    expect([response.statusCode, response.body, response.headers['preference-applied']]).toEqual([
      200,
      '',
      'return=minimal',
    ]);
    const failing = xml('D:propertyupdate', set('<D:getetag/>'));
    expect((await dav({ method: 'PROPPATCH', path: object, body: failing, headers })).statusCode).toBe(207);
  });

  it('MKCALENDAR takes them too (RFC 4791 §5.3.1)', async () => {
    const path = `${home}made/`;
    const body = xml('C:mkcalendar', set('<q:born xmlns:q="urn:test">with it</q:born>'));
    expect((await dav({ method: 'MKCALENDAR', path, body })).statusCode).toBe(201);
    expect(await ask(path, 'born')).toContain('>with it</x:born>');
    expect((await propfind(dav, path, '0', 'D:displayname')).body).toContain('made');
  });
});
