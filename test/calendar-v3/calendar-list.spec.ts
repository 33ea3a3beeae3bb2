import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, ids, listAll, reasonOf, type Query, type Resource } from './client.js';

const list = '/users/me/calendarList';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

async function make(summary: string): Promise<{ id: string; entry: string; path: string }> {
  const { body } = await call('POST', '/calendars', { body: { summary } });
  return { id: body.id, entry: `${list}/${body.id}`, path: `/calendars/${body.id}` };
}

const share = (path: string, role: string) =>
  call('POST', `${path}/acl`, { body: { role, scope: { type: 'user', value: 'bob@example.org' } } });

const changes = async (token: string, as: 'alice' | 'bob' = 'alice'): Promise<{ items: Resource[]; token: string }> => {
  const { body } = await call('GET', list, { as, query: { syncToken: token } });
  return { items: body.items, token: body.nextSyncToken };
};
const tokenOf = async (as: 'alice' | 'bob' = 'alice'): Promise<string> =>
  (await call('GET', list, { as })).body.nextSyncToken;

describe('calendarList', () => {
  it('has one primary calendar, and an entry says what the recordings say', async () => {
    const { items } = await listAll(call, {}, list);
    expect(items.filter((item) => (item as { primary?: boolean }).primary)).toHaveLength(1);
    const { body } = await call('GET', `${list}/primary`);
    expect(Object.keys(body).join()).toBe(
      'kind,etag,id,summary,timeZone,colorId,backgroundColor,foregroundColor,selected,accessRole,defaultReminders,notificationSettings,primary,conferenceProperties',
    );
    expect(body).toMatchObject({ id: 'alice@example.org', primary: true, accessRole: 'owner' });
    const { notificationSettings } = body as unknown as { notificationSettings: { notifications: { type: string }[] } };
    expect(notificationSettings.notifications.map(({ type }) => type).join()).toBe(
      'eventCreation,eventChange,eventCancellation,eventResponse',
    );
  });

  it('pages, and filters by role', async () => {
    for (const name of ['p1', 'p2', 'p3']) await make(name);
    const whole = (await call('GET', list)).body;
    const { items, pages } = await listAll(call, { maxResults: 2 }, list);
    expect(ids(items)).toEqual(ids(whole.items));
    expect(ids(items)[0]).toBe('alice@example.org');
    expect(pages).toBe(Math.ceil(whole.items.length / 2));
    expect((await call('GET', list, { query: { minAccessRole: 'owner', maxResults: 999 } })).body.items).toHaveLength(
      whole.items.length,
    );
    const first = (await call('GET', list, { query: { maxResults: 2 } })).body.nextPageToken;
    const foreign = await call('GET', list, { as: 'bob', query: { pageToken: first } });
    expect(reasonOf(foreign)).toBe('400 invalidParameter');
  });

  it('patch changes the own settings, update returns the others to their defaults', async () => {
    const { entry } = await make('Mine');
    const settings = {
      summaryOverride: 'Other name',
      colorId: '7',
      hidden: true,
      selected: false,
      defaultReminders: [{ method: 'popup', minutes: 30 }],
      notificationSettings: { notifications: [{ type: 'eventCreation', method: 'email' }] },
    };
    const { body } = await call('PATCH', entry, { body: { ...settings, summary: 'ignored', accessRole: 'none' } });
    const { selected: _selected, ...shown } = settings;
    expect(body).toMatchObject({ ...shown, summary: 'Mine', backgroundColor: '#42d692', accessRole: 'owner' });
    expect(body).not.toHaveProperty('selected');
    const put = await call('PUT', entry, { body: { selected: true } });
    expect(put.body).toMatchObject({ selected: true, colorId: '7', defaultReminders: [] });
    for (const name of ['summaryOverride', 'hidden', 'notificationSettings']) expect(put.body).not.toHaveProperty(name);
  });

  it('colours: by key, or with colorRgbFormat exactly', async () => {
    const { entry } = await make('Colourful');
    const rgb = { backgroundColor: '#FAD166', foregroundColor: '#010203' };
    expect((await call('PATCH', entry, { body: rgb })).body).not.toMatchObject({ foregroundColor: '#010203' });
    const exact = { backgroundColor: '#fad166', foregroundColor: '#010203', colorId: '12' };
    const written = await call('PATCH', entry, { body: rgb, query: { colorRgbFormat: true } });
    expect(written.body).toMatchObject(exact);
    expect((await call('PUT', entry, { body: written.body })).body).toMatchObject(exact);
    expect((await call('PATCH', entry, { body: { colorId: '3' } })).body).toMatchObject({ backgroundColor: '#f83a22' });
  });

  it.each([
    [{ colorId: '25' }, {}],
    [{ backgroundColor: 'red' }, { colorRgbFormat: true }],
    [{ defaultReminders: Array(6).fill({ method: 'popup', minutes: 1 }) }, {}],
    [{ defaultReminders: [{ method: 'popup', minutes: 40_321 }] }, {}],
    [{ defaultReminders: [{ method: 'pigeon', minutes: 1 }] }, {}],
    [{ notificationSettings: { notifications: [{ type: 'x', method: 'email' }] } }, {}],
    [{ hidden: 'maybe' }, {}],
    [{ summaryOverride: {} }, {}],
  ])('refuses %j', async (body, query: Query) => {
    const before = await call('GET', `${list}/primary`);
    expect(reasonOf(await call('PATCH', `${list}/primary`, { body, query }))).toBe('400 invalid');
    expect((await call('GET', `${list}/primary`)).body).toEqual(before.body);
  });

  it('insert: a calendar that one may see comes onto the list; others are 404', async () => {
    const { id, path } = await make('Shared');
    const asBob = { as: 'bob' } as const;
    expect(reasonOf(await call('POST', list, { ...asBob, body: { id } }))).toBe('404 notFound');
    await share(path, 'reader');
    expect(reasonOf(await call('GET', `${list}/${id}`, asBob))).toBe('404 notFound');
    const { body } = await call('POST', list, { ...asBob, body: { id, colorId: '2' } });
    expect(body).toMatchObject({ id, accessRole: 'reader', colorId: '2', selected: true });
    const again = await call('POST', list, { ...asBob, body: { id, summaryOverride: 'Theirs' } });
    expect(again.body).toMatchObject({ colorId: '2', summaryOverride: 'Theirs' });
    expect(reasonOf(await call('POST', list, { ...asBob, body: {} }))).toBe('400 required');
  });

  it('delete: 204; the calendar stays; the own primary calendar stays on the list', async () => {
    const { entry, path } = await make('Away');
    expect((await call('DELETE', entry)).status).toBe(204);
    expect(reasonOf(await call('GET', entry))).toBe('404 notFound');
    expect(reasonOf(await call('DELETE', entry))).toBe('404 notFound');
    expect((await call('GET', path)).status).toBe(200);
    expect(reasonOf(await call('DELETE', `${list}/primary`))).toBe('403 cannotChangeOwnPrimarySubscription');
  });

  it('If-Match guards every change', async () => {
    const { entry } = await make('Guarded');
    const { etag } = (await call('GET', entry)).body;
    const changed = await call('PATCH', entry, { body: { hidden: true }, headers: { 'if-match': etag } });
    expect(changed.status).toBe(200);
    for (const verb of ['PATCH', 'PUT', 'DELETE']) {
      const reply = await call(verb, entry, { body: {}, headers: { 'if-match': etag } });
      expect(reasonOf(reply), verb).toBe('412 conditionNotMet');
    }
    expect((await call('DELETE', entry, { headers: { 'if-match': changed.body.etag } })).status).toBe(204);
  });
});

describe('calendarList.list with a sync token', () => {
  it('gives hidden entries, and the own settings that changed; not changes of the calendar itself', async () => {
    const { id, entry, path } = await make('Followed');
    const token = await tokenOf();
    expect((await changes(token)).items).toEqual([]);
    await call('PATCH', path, { body: { summary: 'Renamed' } });
    await share(path, 'reader');
    expect((await changes(token)).items).toEqual([]);
    await call('PATCH', entry, { body: { hidden: true } });
    const { items, token: next } = await changes(token);
    expect(items).toMatchObject([{ id, hidden: true, summary: 'Renamed' }]);
    expect((await changes(next)).items).toEqual([]);
    expect(ids((await listAll(call, {}, list)).items)).not.toContain(id);
    expect(ids((await listAll(call, { showHidden: true }, list)).items)).toContain(id);
  });

  it('names what is gone: taken off, deleted, or closed to the user, and what came back', async () => {
    const [off, gone, closed] = [await make('off'), await make('gone'), await make('closed')];
    for (const { id, path } of [off, gone, closed]) {
      await share(path, 'reader');
      await call('POST', list, { as: 'bob', body: { id } });
    }
    const token = await tokenOf('bob');
    await call('DELETE', off.entry, { as: 'bob' });
    await call('DELETE', gone.path);
    await call('DELETE', `${closed.path}/acl/user:bob@example.org`);
    const { items, token: next } = await changes(token, 'bob');
    expect(new Set(ids(items))).toEqual(new Set([off.id, gone.id, closed.id]));
    expect(items.every((item) => (item as { deleted?: boolean }).deleted)).toBe(true);
    const shown = await listAll(call, { showDeleted: true }, list);
    expect(shown.items.length).toBeGreaterThan(0);
    await share(closed.path, 'writer');
    expect((await changes(next, 'bob')).items).toMatchObject([{ id: closed.id, accessRole: 'writer' }]);
  });

  it('refuses restrictions beside it, and tokens of others', async () => {
    const token = await tokenOf();
    for (const query of [{ minAccessRole: 'owner' }, { showHidden: false }, { showDeleted: false }]) {
      expect(reasonOf(await call('GET', list, { query: { ...query, syncToken: token } }))).toBe(
        '400 syncTokenWithRequestRestrictions',
      );
    }
    expect((await call('GET', list, { query: { showHidden: true, syncToken: token } })).status).toBe(200);
    expect(reasonOf(await call('GET', list, { as: 'bob', query: { syncToken: token } }))).toBe('410 fullSyncRequired');
    expect(reasonOf(await call('GET', list, { query: { syncToken: 'AAAA' } }))).toBe('410 fullSyncRequired');
  });
});
