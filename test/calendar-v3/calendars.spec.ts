import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, hour, insert, listAll, reasonOf, type Resource } from './client.js';

const server = await startServer();
const call = clientOf(server);
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

it('clear: a primary calendar loses all events and keeps its place in the sequence; no other can be cleared', async () => {
  const { path } = await make({ summary: 'Other' });
  await insert(call, { ...hour(3), summary: 'Soon gone' });
  const { token } = await listAll(call);
  expect((await call('POST', '/calendars/primary/clear')).status).toBe(204);
  expect((await listAll(call)).items).toEqual([]);
  expect((await listAll(call, { syncToken: token })).items).toMatchObject([{ status: 'cancelled' }]);
  expect(reasonOf(await call('POST', `${path}/clear`))).toBe('400 invalid');
  expect(reasonOf(await call('POST', '/calendars/primary/clear', { as: 'bob' }))).not.toBe('403 requiredAccessLevel');
  expect(reasonOf(await call('POST', '/calendars/alice@example.org/clear', { as: 'bob' }))).toBe('404 notFound');
});
