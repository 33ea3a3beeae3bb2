import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { clientOf, ids, listAll, reasonOf, type Client, type Resource } from './client.js';

let server: TestServer;
let call: Client;

beforeAll(async () => {
  server = await startServer();
  call = clientOf(server);
});
afterAll(() => server.close());

async function make(body: object): Promise<Resource & { path: string }> {
  const reply = await call('POST', '/calendars', { body });
  expect(reply.status, reply.text).toBe(200);
  return { ...reply.body, path: `/calendars/${encodeURIComponent(reply.body.id)}` } as Resource & { path: string };
}

describe('calendars', () => {
  it('insert: 200, an id of our own, the caller as owner; members of other resources are ignored', async () => {
    const made = await make({
      summary: 'Team',
      description: 'D',
      location: 'L',
      timeZone: 'Europe/Zurich',
      hidden: true,
      selected: false,
      id: 'mine',
      etag: 'x',
    });
    expect(made).toMatchObject({
      kind: 'calendar#calendar',
      id: expect.stringMatching(/^.{20,}@group\./),
      summary: 'Team',
      description: 'D',
      location: 'L',
      timeZone: 'Europe/Zurich',
      dataOwner: 'alice@example.org',
    });
    const read = await call('GET', made.path);
    expect(read.headers.etag).toBe(read.body.etag);
    expect((await call('GET', made.path, { headers: { 'if-none-match': read.body.etag } })).status).toBe(304);
    expect((await call('GET', `/users/me/calendarList/${made.id}`)).body).toMatchObject({
      summary: 'Team',
      accessRole: 'owner',
      selected: true,
    });
  });

  it('insert needs a summary and a zone that exists', async () => {
    expect(reasonOf(await call('POST', '/calendars', { body: {} }))).toBe('400 required');
    const reply = await call('POST', '/calendars', { body: { summary: 'x', timeZone: 'Mars/Base' } });
    expect(reply.body.error).toMatchObject({
      code: 400,
      message: 'Invalid time zone.',
      errors: [{ reason: 'invalid' }],
    });
  });

  it('patch changes what is named, update takes the texts away that are not', async () => {
    const { path } = await make({ summary: 'A', description: 'D', timeZone: 'Asia/Tokyo' });
    const patched = await call('PATCH', path, {
      body: { location: 'L', accessRole: 'reader', dataOwner: 'bob@example.org' },
    });
    expect(patched.body).toMatchObject({
      summary: 'A',
      description: 'D',
      location: 'L',
      timeZone: 'Asia/Tokyo',
      dataOwner: 'alice@example.org',
    });
    const put = await call('PUT', path, { body: { summary: 'B' } });
    expect(put.body).toMatchObject({ summary: 'B', timeZone: 'Asia/Tokyo' });
    expect(put.body).not.toHaveProperty('description');
    expect(put.body).not.toHaveProperty('location');
    expect(
      reasonOf(await call('PUT', path, { body: { summary: 'C' }, headers: { 'if-match': patched.body.etag } })),
    ).toBe('412 conditionNotMet');
    expect((await call('PATCH', path, { body: { summary: 'C' }, headers: { 'if-match': put.body.etag } })).status).toBe(
      200,
    );
  });

  it('keeps conferenceProperties', async () => {
    const conferenceProperties = { allowedConferenceSolutionTypes: ['hangoutsMeet'] };
    const { path } = await make({ summary: 'A', conferenceProperties });
    expect((await call('PATCH', path, { body: { summary: 'B' } })).body).toMatchObject({ conferenceProperties });
  });

  it('delete: 204 and gone from the list; a primary calendar stays', async () => {
    const { path, id } = await make({ summary: 'Short' });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(reasonOf(await call('GET', path))).toBe('404 notFound');
    expect(reasonOf(await call('GET', `/users/me/calendarList/${id}`))).toBe('404 notFound');
    expect(reasonOf(await call('DELETE', '/calendars/primary'))).toBe('403 cannotDeletePrimaryCalendar');
  });
});

describe('calendarList', () => {
  const list = '/users/me/calendarList';

  it('has one primary calendar, and an entry says what the recordings say', async () => {
    const { items } = await listAll(call, {}, list);
    expect(items.filter((item) => (item as { primary?: boolean }).primary)).toHaveLength(1);
    const { body } = await call('GET', `${list}/primary`);
    expect(Object.keys(body).join()).toBe(
      'kind,etag,id,summary,timeZone,colorId,backgroundColor,foregroundColor,selected,accessRole,defaultReminders,primary,conferenceProperties',
    );
    expect(body).toMatchObject({ id: 'alice@example.org', primary: true, accessRole: 'owner' });
  });

  it('pages, and filters by role', async () => {
    for (const name of ['p1', 'p2', 'p3']) await make({ summary: name });
    const whole = (await call('GET', list)).body;
    const { items, pages } = await listAll(call, { maxResults: 2 }, list);
    expect(ids(items)).toEqual(ids(whole.items));
    expect(pages).toBe(Math.ceil(whole.items.length / 2));
    expect((await call('GET', list, { query: { minAccessRole: 'owner', maxResults: 999 } })).body.items).toHaveLength(
      whole.items.length,
    );
    const first = (await call('GET', list, { query: { maxResults: 2 } })).body.nextPageToken;
    const foreign = await call('GET', list, { as: 'bob', query: { pageToken: first } });
    expect(reasonOf(foreign)).toBe('400 invalidParameter');
  });

  it('hides what is hidden, and syncs the caller’s own settings', async () => {
    const hidden = await make({ summary: 'hidden' });
    const { token } = await listAll(call, {}, list);
    expect((await call('GET', list, { query: { syncToken: token } })).body.items).toEqual([]);
    const user = await server.core.directory.byEmail('alice@example.org');
    const open = await server.core.calendars.open(await server.core.directory.viewer(user!, ['calendar']), hidden.id);
    await server.core.calendars.updateEntry(open, {
      isHidden: true,
      color: '#fad165ff',
      titleOverride: 'Mine',
      defaultReminders: [{ method: 'popup', minutes: 30 }],
    });
    expect(ids((await listAll(call, {}, list)).items)).not.toContain(hidden.id);
    expect(ids((await listAll(call, { showHidden: true }, list)).items)).toContain(hidden.id);
    const { items, token: next } = await listAll(call, { syncToken: token }, list);
    expect(items).toMatchObject([
      {
        id: hidden.id,
        hidden: true,
        colorId: '12',
        backgroundColor: '#fad165',
        summaryOverride: 'Mine',
        defaultReminders: [{ method: 'popup', minutes: 30 }],
      },
    ]);
    expect((await listAll(call, { syncToken: next }, list)).items).toEqual([]);
    for (const query of [{ minAccessRole: 'owner' }, { showHidden: false }, { showDeleted: false }]) {
      expect(reasonOf(await call('GET', list, { query: { ...query, syncToken: next } }))).toBe(
        '400 syncTokenWithRequestRestrictions',
      );
    }
    expect(reasonOf(await call('GET', list, { as: 'bob', query: { syncToken: next } }))).toBe('410 fullSyncRequired');
    expect(reasonOf(await call('GET', list, { query: { syncToken: 'AAAA' } }))).toBe('410 fullSyncRequired');
    await call('DELETE', hidden.path);
    expect(reasonOf(await call('GET', list, { query: { syncToken: next } }))).toBe('410 fullSyncRequired');
  });
});
