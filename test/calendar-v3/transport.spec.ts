import { afterAll, describe, expect, it } from 'vitest';
import { openAs, startServer } from '../harness/index.js';
import { clientOf, events, hour, insert, reasonOf } from './client.js';

const server = await startServer();
const call = clientOf(server);
await insert(call, { ...hour(2), summary: 'One', id: 'first' });
afterAll(() => server.close());

describe('paths and verbs', () => {
  it('one calendar by every spelling of its id', async () => {
    for (const id of ['primary', 'alice@example.org', 'alice%40example.org', 'Alice%40Example.org']) {
      expect((await call('GET', `/calendars/${id}/events/first`)).body.summary).toBe('One');
    }
  });

  it('404 for unknown paths, 405 with Allow for unknown verbs, 400 for malformed escapes', async () => {
    for (const path of ['', '/', '/nope', '/calendars/primary/nope', '/calendars//events', '/users/me', '/colours']) {
      expect(reasonOf(await call('GET', path))).toBe('404 notFound');
    }
    const wrong = await call('POST', `${events}/first`, { body: {} });
    expect(reasonOf(wrong)).toBe('405 httpMethodNotAllowed');
    expect(wrong.headers.allow).toBe('GET, PUT, PATCH, DELETE');
    expect((await call('GET', '/calendars/%zz/events')).status).toBe(400);
  });

  it('a POST may stand for another verb', async () => {
    const as = (verb: string): Record<string, string> => ({ 'x-http-method-override': verb });
    const patched = await call('POST', `${events}/first`, { body: { summary: 'Patched' }, headers: as('PATCH') });
    expect(patched.body.summary).toBe('Patched');
    const query = 'singleEvents=true&fields=items%2Fsummary';
    const headers = { ...as('GET'), 'content-type': 'application/x-www-form-urlencoded' };
    const listed = await call('POST', events, { body: query, headers, isFree: true });
    expect(listed.body).toEqual({ items: [{ summary: 'Patched' }] });
    expect(
      (await call('POST', `${events}/first`, { body: { ...hour(2), summary: 'One' }, headers: as('PUT') })).status,
    ).toBe(200);
    const { id } = await insert(call, hour(3));
    expect((await call('POST', `${events}/${id}`, { headers: as('DELETE') })).status).toBe(204);
    expect((await call('POST', `${events}/first`, { headers: as('TRACE') })).status).toBe(405);
  });

  it('HEAD is GET without a body', async () => {
    const reply = await server.inject({
      method: 'HEAD',
      url: `/calendar/v3${events}/first`,
      headers: { authorization: `Bearer ${server.tokens.alice}` },
    });
    expect([reply.statusCode, reply.body]).toEqual([200, '']);
    expect(reply.headers.etag).toBeDefined();
  });
});

describe('who asks', () => {
  it('401 with challenges: nobody, and a wrong token', async () => {
    const nobody = await call('GET', events, { as: null });
    expect(reasonOf(nobody)).toBe('401 required');
    expect(nobody.headers['www-authenticate']).toEqual(expect.arrayContaining([expect.stringContaining('Bearer')]));
    const wrong = await call('GET', events, { as: null, headers: { authorization: 'Bearer nonsense' } });
    expect(reasonOf(wrong)).toBe('401 authError');
    expect(wrong.body.error.errors[0]).toMatchObject({ locationType: 'header', location: 'Authorization' });
  });

  it('the token in the query will do, in any letter case of the scheme', async () => {
    expect((await call('GET', events, { as: null, query: { access_token: server.tokens.alice } })).status).toBe(200);
    expect((await call('GET', events, { as: null, query: { oauth_token: server.tokens.alice } })).status).toBe(200);
    expect(
      (await call('GET', events, { as: null, headers: { authorization: `bearer ${server.tokens.alice}` } })).status,
    ).toBe(200);
  });

  it('404 for a calendar of others, as for one that does not exist', async () => {
    for (const id of ['bob@example.org', 'nobody@example.org', 'x'.repeat(2000)]) {
      expect(reasonOf(await call('GET', `/calendars/${id}/events`))).toBe('404 notFound');
    }
  });

  it('an API key alone reads public calendars only', async () => {
    const query = { key: 'AIzaSomething' };
    expect(reasonOf(await call('GET', '/calendars/alice@example.org/events', { as: null, query }))).toBe(
      '404 notFound',
    );
    await share('default', '', 'reader');
    expect(
      (
        await call('GET', '/calendars/alice@example.org/events', {
          as: null,
          query: { ...query, singleEvents: true, maxResults: 9999 },
        })
      ).status,
    ).toBe(200);
    expect(reasonOf(await call('GET', '/users/me/calendarList', { as: null, query }))).toBe('401 required');
    expect(
      reasonOf(await call('POST', '/calendars/alice@example.org/events', { as: null, query, body: hour(2) })),
    ).toBe('401 required');
    await share('default', '', 'none');
  });

  it('403 for a role that is too low', async () => {
    await share('user', 'bob@example.org', 'reader');
    const reply = await call('POST', '/calendars/alice@example.org/events', { as: 'bob', body: hour(2) });
    expect(reasonOf(reply)).toBe('403 requiredAccessLevel');
    expect(reply.body.error).toMatchObject({
      message: 'You need to have writer access to this calendar.',
      errors: [{ domain: 'calendar' }],
    });
    expect(reasonOf(await call('DELETE', '/calendars/alice@example.org/events/first', { as: 'bob' }))).toBe(
      '403 requiredAccessLevel',
    );
    expect(reasonOf(await call('PATCH', '/calendars/alice@example.org', { as: 'bob', body: { summary: 'x' } }))).toBe(
      '403 requiredAccessLevel',
    );
    await share('user', 'bob@example.org', 'none');
  });
});

describe('what others see', () => {
  const path = '/calendars/alice@example.org/events';

  it('a reader: nothing of private events but their time; no private properties', async () => {
    await share('user', 'bob@example.org', 'reader');
    const secret = { summary: 'Doctor', location: 'Clinic', description: 'x', attendees: [{ email: 'd@x.test' }] };
    const { id } = await insert(call, { ...hour(5), ...secret, visibility: 'private' });
    const { body } = await call('GET', `${path}/${id}`, { as: 'bob' });
    expect(Object.keys(body).join()).toBe('kind,etag,id,status,created,updated,start,end,visibility,iCalUID,eventType');
    const open = await insert(call, {
      ...hour(5),
      summary: 'Open',
      extendedProperties: { private: { a: '1' }, shared: { b: '2' } },
      source: { url: 'https://x.test' },
    });
    const seen = (await call('GET', `${path}/${open.id}`, { as: 'bob' })).body;
    expect(seen).toMatchObject({ summary: 'Open', extendedProperties: { shared: { b: '2' } } });
    expect(seen).not.toHaveProperty('extendedProperties.private');
    expect(seen).not.toHaveProperty('source');
    expect((await call('GET', path, { as: 'bob', query: { q: 'Doctor' } })).body.items).toEqual([]);
  });

  it('a free/busy reader: blocks of time', async () => {
    await share('user', 'bob@example.org', 'freeBusy');
    const { body } = await call('GET', path, {
      as: 'bob',
      query: { timeMin: '2026-02-05T00:00:00Z', timeMax: '2026-02-06T00:00:00Z' },
    });
    expect(body).toMatchObject({ accessRole: 'freeBusyReader' });
    expect(body.items).toHaveLength(2);
    for (const item of body.items) expect(Object.keys(item).join()).toBe('kind,etag,id,status,start,end,visibility');
    await share('user', 'bob@example.org', 'none');
  });

  it('guests who may not see each other see themselves', async () => {
    await share('user', 'bob@example.org', 'reader');
    const attendees = ['bob@example.org', 'carol@example.org', 'd@x.test'].map((email) => ({ email }));
    const { id } = await insert(call, { ...hour(6), attendees, guestsCanSeeOtherGuests: false });
    const { body } = await call('GET', `${path}/${id}`, { as: 'bob' });
    expect(body).toMatchObject({ attendees: [{ email: 'bob@example.org' }], attendeesOmitted: true });
    expect((await call('GET', `${path}/${id}`)).body).toMatchObject({ attendees: [{}, {}, {}] });
    await share('user', 'bob@example.org', 'none');
  });
});

describe('formats', () => {
  it('one-space indentation unless prettyPrint=false; both say the same', async () => {
    const pretty = await call('GET', events);
    const compact = await call('GET', events, { query: { prettyPrint: false, alt: 'json' } });
    expect(pretty.text).toBe(JSON.stringify(pretty.body, null, 1));
    expect(compact.text).toBe(JSON.stringify(compact.body));
    expect({ ...compact.body, nextSyncToken: '' }).toEqual({ ...pretty.body, nextSyncToken: '' });
  });

  it('fields', async () => {
    const { body } = await call('GET', events, { query: { fields: 'items(id,start/date),nextSyncToken' } });
    expect(Object.keys(body).sort()).toEqual(['items', 'nextSyncToken']);
    expect((await call('GET', `${events}/first`, { query: { fields: 'summary' } })).body).toEqual({ summary: 'One' });
    const wrong = await call('GET', events, { query: { fields: 'items/colour' } });
    expect(wrong.body.error).toMatchObject({
      message: 'Invalid field selection colour',
      errors: [{ reason: 'invalidParameter', location: 'fields' }],
    });
    const made = await call('POST', events, { query: { fields: 'status' }, body: hour(9) });
    expect(made.body).toEqual({ status: 'confirmed' });
  });

  it('refuses other forms and bad values', async () => {
    for (const query of [
      { alt: 'media' },
      { prettyPrint: 'maybe' },
      { singleEvents: 'x' },
      { sendUpdates: 'some' },
      { timeZone: 'Mars/Base' },
    ]) {
      const verb = 'sendUpdates' in query ? 'POST' : 'GET';
      const reply = await call(verb, events, { query, ...(verb === 'POST' ? { body: hour(2) } : {}) });
      expect(reasonOf(reply)).toBe('400 invalidParameter');
      expect(reply.body.error.errors[0]!.location).toBe(Object.keys(query)[0]);
    }
  });
});

describe('CORS', () => {
  it('answers preflights without sign-in, and names the origin', async () => {
    const headers = {
      origin: 'https://app.test',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,if-match',
    };
    const reply = await server.inject({ method: 'OPTIONS', url: `/calendar/v3${events}/first`, headers });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.test',
      'access-control-allow-headers': 'authorization,if-match',
    });
    expect(reply.headers['access-control-allow-methods']).toContain('PATCH');
    const read = await call('GET', events, { headers: { origin: 'https://app.test' } });
    expect(read.headers['access-control-allow-origin']).toBe('https://app.test');
  });
});

async function share(
  scopeType: 'user' | 'default',
  scopeValue: string,
  role: 'none' | 'freeBusy' | 'reader',
): Promise<void> {
  const open = await openAs(server.core, 'alice@example.org');
  await server.core.calendars.setAcl(open, { scopeType, scopeValue, role });
}
