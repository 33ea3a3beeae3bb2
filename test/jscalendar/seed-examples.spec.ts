import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { restClient, type Body } from './rest-client.js';

/**
 * The examples of the "REST API for Calendar" page, sent to the address that programs of that server have built in.
 * Ids, users, stamps and product names differ; a `sequence` here is iTIP's and no counter of saves.
 */
const printed = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/jscalendar/seed/collection.json', import.meta.url)), 'utf8'),
) as Record<string, Body>;
const base = '/egroupware/groupdav.php/alice%40example.org/calendar/';
const profile = 'application/pretty+json;profile=egroupware';
const json = { 'content-type': 'application/json;profile=egroupware' };

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

/** Without stamps, and without what an override repeats or takes away although the event never had it. */
function comparable(object: Body): Body {
  const { created: _created, updated: _updated, prodId: _prodId, sequence: _sequence, ...rest } = object;
  const overrides = Object.entries((object.recurrenceOverrides ?? {}) as Record<string, Body>).map(([id, patch]) => {
    const { sequence: _s, updated: _u, categories: _c, showWithoutTime: _w, start, ...kept } = patch;
    return [id, start === undefined || start === id ? kept : { ...kept, start }];
  });
  return overrides.length > 0 ? { ...rest, recurrenceOverrides: Object.fromEntries(overrides) as Body } : rest;
}

describe.each(Object.entries(printed))('%s of the documentation', (_path, object) => {
  it('is taken as printed and given back in the same shapes', async () => {
    const made = await send('POST', base, object, { headers: json });
    expect(made.status, made.text).toBe(201);
    const shown = await send('GET', String(made.headers.location), undefined, { headers: { accept: profile } });
    expect(shown.headers['content-type']).toBe('application/jscalendar+json;type=event;charset=utf-8');
    expect(comparable(shown.json())).toEqual(comparable(object));
  });
});

describe('the requests of the documentation', () => {
  const posted = { title: 'Test 25th', start: '2023-07-25T10:00:00', timeZone: 'Europe/Berlin', duration: 'PT1H' };

  it('GET of a collection names each event by its path below the mount', async () => {
    const { responses } = (
      await send('GET', `${base}?filters[start]=2023-07-01`, undefined, { headers: { accept: profile } })
    ).json();
    const members = Object.entries(responses as Record<string, Body>);
    expect(members.length).toBeGreaterThanOrEqual(3);
    for (const [path, member] of members) {
      expect(path).toMatch(/^\/alice%40example\.org\/calendar\/[^/]+$/);
      expect(member).toMatchObject({ '@type': 'Event', priority: 5, privacy: 'public' });
    }
  });

  it('POST with return=representation answers 201 with the whole event', async () => {
    const headers = { ...json, accept: profile, prefer: 'return=representation' };
    const answer = await send('POST', base, posted, { headers });
    expect(answer.status).toBe(201);
    for (const name of ['location', 'etag', 'schedule-tag']) expect(answer.headers[name]).toBeDefined();
    expect(answer.headers.location).toMatch(/^\/egroupware\/groupdav\.php\/alice%40example\.org\/calendar\//);
    expect(answer.headers['content-type']).toBe('application/jscalendar+json;type=event;charset=utf-8');
    const { participants, ...event } = answer.json();
    expect(event).toMatchObject({
      ...{ '@type': 'Event', uid: expect.stringMatching(/^urn:uuid:/) as string },
      ...posted,
      ...{ status: 'confirmed', priority: 5, privacy: 'public' },
    });
    expect(Object.values(participants as Body)).toEqual([
      {
        '@type': 'Participant',
        name: 'Alice Adler',
        email: 'alice@example.org',
        kind: 'individual',
        roles: { owner: true, chair: true },
        participationStatus: 'accepted',
      },
    ]);
  });

  it('GET of a single resource by its id alone', async () => {
    const made = await send('POST', base, { ...posted, title: 'Test' }, { headers: { ...json, accept: profile } });
    const id = String(made.headers.location).split('/').at(-1)!;
    expect(id).toMatch(/^\d+$/);
    const shown = await send('GET', `/egroupware/groupdav.php/calendar/${id}`, undefined, {
      headers: { accept: profile },
    });
    expect(shown.status).toBe(200);
    expect(shown.json()).toMatchObject({ '@type': 'Event', ...posted, title: 'Test', priority: 5, privacy: 'public' });
    expect(shown.text.split('\n').length).toBeGreaterThan(10);
  });

  it('POST answers with its status line in a header', async () => {
    const headers = { ...json, accept: profile, prefer: 'return=representation' };
    const answer = await send('POST', base, posted, { headers });
    expect(answer.headers['x-webdav-status']).toBe('201 Created');
  });

  it('pages of what changed, by sync-token and nresults, and properties by props[]', async () => {
    const accept = { headers: { accept: profile } };
    const tags = (await send('GET', `${base}?filters[start]=2023-07-01&props[]=getetag`, undefined, accept)).json();
    for (const tag of Object.values(tags.responses as Body)) expect(tag).toMatch(/^".+"$/);
    const page = (await send('GET', `${base}?sync-token=&nresults=2`, undefined, accept)).json();
    expect(page).toMatchObject({ 'more-results': true, 'sync-token': expect.any(String) as string });
    expect(Object.keys(page.responses as Body)).toHaveLength(2);
  });

  it('PUT with a uid creates the event and updates it, PATCH changes the title, DELETE deletes', async () => {
    const uid = '5638-8623c4830472a8ede9f9f8b30d435ea4';
    const event = {
      uid,
      title: 'Testevent',
      start: '2023-07-24T12:00:00',
      timeZone: 'Europe/Berlin',
      duration: 'PT2H',
    };
    const made = await send('PUT', base + uid, event);
    expect(made.status).toBe(201);
    const location = String(made.headers.location);
    expect((await send('PUT', base + uid, { ...event, title: 'Again' })).status).toBe(204);
    expect((await send('PATCH', location, { title: 'New title' })).status).toBe(204);
    const accept = { headers: { accept: 'application/json' } };
    const shown = await send('GET', location, undefined, accept);
    expect(shown.json()).toMatchObject({ uid, title: 'New title', duration: 'PT2H' });
    expect((await send('DELETE', location, undefined, accept)).status).toBe(204);
    expect((await send('GET', location, undefined, accept)).status).toBe(404);
  });
});

describe('the profile', () => {
  it('can be the setting of a server, and a request can still ask for the other', async () => {
    const other = await startServer({ env: { DAYFERRY_JSCALENDAR_PROFILE: 'egroupware' } });
    const asAlice = restClient(other);
    const made = await asAlice('POST', base, { title: 'x', start: '2023-07-25T10:00:00' });
    const location = String(made.headers.location);
    const either = { headers: { accept: 'application/json' } };
    expect((await asAlice('GET', location, undefined, either)).json()).toMatchObject({ priority: 5 });
    const strict = { headers: { accept: 'application/json;profile=strict' } };
    expect((await asAlice('GET', location, undefined, strict)).json().priority).toBeUndefined();
    await other.close();
  });
});
