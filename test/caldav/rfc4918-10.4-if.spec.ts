import { describe, expect, it } from 'vitest';
import { content, davServer, eventText, propfind, put } from './dav-client.js';

const calendar = '/dav/calendars/alice@example.org/calendar/';
const object = `${calendar}if.ics`;
let etag = '';

const { server, dav } = await davServer();
etag = String((await put(dav, object, eventText({ uid: 'if' }))).headers.etag);

const get = (header: string) => dav({ method: 'GET', path: object, headers: { if: header } });
const token = async () => content((await propfind(dav, calendar, '0', 'D:sync-token')).body, 'D:sync-token')!;

describe('RFC 4918 §10.4: the If header', () => {
  it.each([
    ['its entity tag', () => `([${etag}])`, 200],
    ['another entity tag', () => '(["x"])', 412],
    ['another entity tag, negated', () => '(Not ["x"])', 200],
    ['a lock token', () => '(<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2>)', 412],
    ['no lock, negated', () => '(Not <DAV:no-lock>)', 200],
    ['one list that holds of two', () => `(["x"]) ([${etag}])`, 200],
    ['one condition that does not hold of two', () => `([${etag}] <urn:x>)`, 412],
    ['the resource by path', () => `<${object}> ([${etag}])`, 200],
    ['the resource by URI', () => `<${server.url}${object}> ([${etag}])`, 200],
    ['another resource, which is not there', () => `<${calendar}none.ics> ([${etag}])`, 412],
    ['somebody else’s resource', () => `</dav/calendars/bob@example.org/calendar/x.ics> (Not ["x"])`, 200],
    ['what is no such header', () => '(nonsense', 400],
    ['dav-if-header, 1 000 lists', () => '(<urn:a>)'.repeat(900), 400],
    ['dav-if-header, a bracket that is not opened', () => '"x"])', 400],
    ['dav-if-header, a chain of Not', () => `(${'Not '.repeat(500)}["x"])`, 400],
    ['dav-if-header, a token of 15 kB', () => `(<urn:x:${'y'.repeat(15_000)}>)`, 400],
  ])('holds or does not: %s', async (_, header, status) => {
    expect((await get(header())).statusCode).toBe(status);
  });

  it('guards writes of every kind, and leaves no trace when it does not hold', async () => {
    const stale = { if: '(["stale"])' };
    expect((await put(dav, object, eventText({ uid: 'if', summary: 'Lost' }), stale)).statusCode).toBe(412);
    expect((await put(dav, `${calendar}new.ics`, eventText({ uid: 'new' }), stale)).statusCode).toBe(412);
    expect((await dav({ method: 'DELETE', path: object, headers: stale })).statusCode).toBe(412);
    expect((await get(`([${etag}])`)).body).not.toContain('Lost');
    const next = await put(dav, object, eventText({ uid: 'if', summary: 'Next' }), { if: `([${etag}])` });
    expect(next.statusCode).toBe(204);
    etag = String(next.headers.etag);
  });

  it('RFC 6578 §5: a sync token of the collection is a condition on it', async () => {
    const before = await token();
    const guarded = (summary: string) =>
      put(dav, `${calendar}guard.ics`, eventText({ uid: 'guard', summary }), { if: `<${calendar}> (<${before}>)` });
    expect((await guarded('first')).statusCode).toBe(201);
    expect((await guarded('second')).statusCode).toBe(412);
  });
});
