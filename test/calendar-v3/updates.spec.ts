import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, insert, reasonOf } from './client.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

describe('events.patch', () => {
  it('changes what is named and nothing else', async () => {
    const made = await insert(call, {
      ...hour(3),
      summary: 'A',
      description: 'D',
      extendedProperties: { private: { a: '1', b: '2' } },
    });
    const { body } = await call('PATCH', `${events}/${made.id}`, {
      body: { summary: 'B', description: null, extendedProperties: { private: { a: null, c: '3' } } },
    });
    expect(body).toMatchObject({ summary: 'B', extendedProperties: { private: { b: '2', c: '3' } }, sequence: 0 });
    expect(body).not.toHaveProperty('description');
    expect(body).not.toHaveProperty('extendedProperties.private.a');
    expect(body.etag).not.toBe(made.etag);
  });

  it('replaces lists whole', async () => {
    const made = await insert(call, {
      ...hour(3),
      attendees: [{ email: 'a@x.test' }, { email: 'b@x.test', comment: 'not kept' }],
    });
    const { body } = await call('PATCH', `${events}/${made.id}`, {
      body: { attendees: [{ email: 'b@x.test' }, { email: 'c@x.test' }] },
    });
    expect(body).toMatchObject({ attendees: [{ email: 'b@x.test' }, { email: 'c@x.test' }] });
    expect(JSON.stringify(body)).not.toContain('not kept');
  });

  it('switches between all-day and timed', async () => {
    const { id } = await insert(call, hour(3));
    const nulls = { start: { date: '2026-02-03', dateTime: null }, end: { date: '2026-02-04', dateTime: null } };
    const day = await call('PATCH', `${events}/${id}`, { body: nulls });
    expect(day.body).toMatchObject({ start: { date: '2026-02-03' }, end: { date: '2026-02-04' } });
    expect(day.body).not.toHaveProperty('start.dateTime');
    const timed = { start: { dateTime: '2026-02-03T10:00:00Z' }, end: { dateTime: '2026-02-03T11:00:00Z' } };
    expect((await call('PATCH', `${events}/${id}`, { body: timed })).body).toMatchObject({
      start: { dateTime: '2026-02-03T11:00:00+01:00' },
    });
    const one = await call('PATCH', `${events}/${id}`, { body: { start: { date: '2026-02-03' } } });
    expect(reasonOf(one)).toBe('400 invalid');
  });

  it('keeps the zone when only the time is given', async () => {
    const zone = 'Asia/Tokyo';
    const made = await insert(call, {
      start: { dateTime: '2026-02-03T10:00:00', timeZone: zone },
      end: { dateTime: '2026-02-03T11:00:00', timeZone: zone },
    });
    const { body } = await call('PATCH', `${events}/${made.id}`, {
      body: { start: { dateTime: '2026-02-03T02:00:00Z' }, end: { dateTime: '2026-02-03T03:00:00Z' } },
    });
    expect(body).toMatchObject({ start: { dateTime: '2026-02-03T03:00:00+01:00', timeZone: zone } });
  });

  it('puts overrides away with useDefault alone', async () => {
    const reminders = { useDefault: false, overrides: [{ method: 'email', minutes: 30 }] };
    const { id } = await insert(call, { ...hour(3), reminders });
    const { body } = await call('PATCH', `${events}/${id}`, { body: { reminders: { useDefault: true } } });
    expect(body).toMatchObject({ reminders: { useDefault: true } });
    const none = await call('PATCH', `${events}/${id}`, { body: { reminders: { useDefault: false, overrides: [] } } });
    expect(none.body).toMatchObject({ reminders: { useDefault: false } });
    expect(none.body).not.toHaveProperty('reminders.overrides');
  });

  it('makes a series of a single event and back', async () => {
    const { id } = await insert(call, hour(3));
    const series = await call('PATCH', `${events}/${id}`, { body: { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] } });
    expect(series.body).toMatchObject({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], sequence: 1 });
    const single = await call('PATCH', `${events}/${id}`, { body: { recurrence: null } });
    expect(single.body).not.toHaveProperty('recurrence');
    expect(reasonOf(await call('GET', `${events}/${id}/instances`))).toBe('400 invalid');
  });

  it('writes nothing when nothing changes', async () => {
    const made = await insert(call, { ...hour(3), summary: 'same' });
    const { body } = await call('PATCH', `${events}/${made.id}`, { body: { summary: 'same', status: 'confirmed' } });
    expect(body).toEqual(made);
  });
});

describe('events.update', () => {
  it('takes away what is not named', async () => {
    const made = await insert(call, {
      ...hour(4),
      summary: 'A',
      location: 'L',
      colorId: '3',
      attendees: [{ email: 'a@x.test' }],
      extendedProperties: { shared: { a: '1' } },
      reminders: { useDefault: false },
      guestsCanModify: true,
    });
    const { body } = await call('PUT', `${events}/${made.id}`, { body: { ...hour(4), summary: 'A' } });
    for (const name of ['location', 'colorId', 'attendees', 'extendedProperties', 'guestsCanModify'])
      expect(body).not.toHaveProperty(name);
    expect(body).toMatchObject({ reminders: { useDefault: true } });
  });

  it('needs start and end', async () => {
    const { id } = await insert(call, hour(4));
    expect(reasonOf(await call('PUT', `${events}/${id}`, { body: { summary: 'x' } }))).toBe('400 required');
  });

  it('leaves attachments and conference alone without their switches', async () => {
    const made = await insert(
      call,
      {
        ...hour(4),
        attachments: [{ fileUrl: 'https://x.test/a' }],
        conferenceData: {
          conferenceSolution: { name: 'S' },
          entryPoints: [{ entryPointType: 'video', uri: 'https://t.test' }],
        },
      },
      { supportsAttachments: true, conferenceDataVersion: 1 },
    );
    const { body } = await call('PUT', `${events}/${made.id}`, { body: { ...hour(4), attachments: [] } });
    expect(body).toMatchObject({
      attachments: [{ fileUrl: 'https://x.test/a' }],
      conferenceData: { conferenceSolution: { name: 'S' } },
    });
    const cleared = await call('PATCH', `${events}/${made.id}`, {
      body: { attachments: [], conferenceData: null },
      query: { supportsAttachments: true, conferenceDataVersion: 1 },
    });
    expect(cleared.body).not.toHaveProperty('attachments');
    expect(cleared.body).not.toHaveProperty('conferenceData');
  });

  it('raises the sequence with the time, and refuses a lower one', async () => {
    const { id } = await insert(call, { ...hour(4), sequence: 5 });
    const moved = await call('PUT', `${events}/${id}`, { body: hour(5) });
    expect(moved.body).toMatchObject({ sequence: 6 });
    const low = await call('PUT', `${events}/${id}`, { body: { ...hour(5), sequence: 2 } });
    expect(reasonOf(low)).toBe('400 invalid');
    expect(low.body.error.message).toContain('below the current sequence number');
    const high = await call('PUT', `${events}/${id}`, { body: { ...hour(5), sequence: 9 } });
    expect(high.body).toMatchObject({ sequence: 9 });
  });

  it('refuses another event type', async () => {
    const { id } = await insert(call, hour(4));
    expect(reasonOf(await call('PATCH', `${events}/${id}`, { body: { eventType: 'focusTime' } }))).toBe(
      '400 invalidEventType',
    );
  });

  it('keeps the wish for a conference pending; other kinds than the known ones are refused', async () => {
    const { id } = await insert(call, hour(4));
    const wish = (type: string, requestId?: string) => ({
      body: { conferenceData: { createRequest: { requestId, conferenceSolutionKey: { type } } } },
      query: { conferenceDataVersion: 1 },
    });
    const path = `${events}/${id}`;
    expect(reasonOf(await call('PATCH', path, wish('teleport', 'r')))).toBe('400 invalid');
    expect(reasonOf(await call('PATCH', path, wish('hangoutsMeet')))).toBe('400 invalid');
    const made = (await call('PATCH', path, wish('hangoutsMeet', 'r'))).body;
    const createRequest = {
      requestId: 'r',
      conferenceSolutionKey: { type: 'hangoutsMeet' },
      status: { statusCode: 'pending' },
    };
    expect(made).toMatchObject({ conferenceData: { createRequest } });
    const again = (await call('PATCH', path, wish('hangoutsMeet', 'r'))).body;
    expect(again).toMatchObject({ etag: made.etag, conferenceData: { createRequest } });
    const unasked = (await call('PUT', path, { body: { ...hour(4), summary: 'x' } })).body;
    expect(unasked).toMatchObject({ conferenceData: { createRequest } });
    const gone = { body: { conferenceData: null }, query: { conferenceDataVersion: 1 } };
    expect((await call('PATCH', path, gone)).body).not.toHaveProperty('conferenceData');
  });
});

describe('preconditions', () => {
  it('If-Match must be the current etag', async () => {
    const made = await insert(call, hour(6));
    const path = `${events}/${made.id}`;
    const stale = { 'if-match': '"something-else"' };
    for (const verb of ['PUT', 'PATCH', 'DELETE']) {
      const reply = await call(verb, path, { headers: stale, ...(verb === 'DELETE' ? {} : { body: hour(7) }) });
      expect(reasonOf(reply)).toBe('412 conditionNotMet');
      expect(reply.body.error.errors[0]).toMatchObject({ locationType: 'header', location: 'If-Match' });
    }
    const changed = await call('PATCH', path, { body: { summary: 'x' }, headers: { 'if-match': made.etag } });
    expect(changed.status).toBe(200);
    expect(
      (await call('PATCH', path, { body: { summary: 'y' }, headers: { 'if-match': `W/${changed.body.etag}` } })).status,
    ).toBe(200);
    expect((await call('PATCH', path, { body: { summary: 'z', etag: made.etag } })).status).toBe(200);
    expect((await call('DELETE', path, { headers: { 'if-match': '*' } })).status).toBe(204);
  });

  it('If-None-Match answers 304 for a resource and for a collection', async () => {
    const made = await insert(call, hour(6));
    const fresh = await call('GET', `${events}/${made.id}`, { headers: { 'if-none-match': made.etag } });
    expect([fresh.status, fresh.text]).toEqual([304, '']);
    const list = await call('GET', events);
    expect(list.headers.etag).toBeUndefined();
    expect((await call('GET', events, { headers: { 'if-none-match': list.body.etag } })).status).toBe(304);
    await insert(call, hour(7));
    expect((await call('GET', events, { headers: { 'if-none-match': list.body.etag } })).status).toBe(200);
  });
});

describe('deletion', () => {
  it('204, then 410; get still shows it; status confirmed brings it back', async () => {
    const made = await insert(call, { ...hour(8), summary: 'Gone' });
    const path = `${events}/${made.id}`;
    const gone = await call('DELETE', path);
    expect([gone.status, gone.text, gone.headers['content-type']]).toEqual([204, '', undefined]);
    expect(reasonOf(await call('DELETE', path))).toBe('410 deleted');
    expect((await call('GET', path)).body).toMatchObject({ id: made.id, status: 'cancelled' });
    expect(reasonOf(await call('PATCH', path, { body: { summary: 'x' } }))).toBe('410 deleted');
    expect((await call('PATCH', path, { body: { status: 'cancelled' } })).status).toBe(200);
    const back = await call('PATCH', path, { body: { status: 'confirmed' } });
    expect(back.body).toMatchObject({ status: 'confirmed', summary: 'Gone' });
    expect((await call('GET', events)).body.items.map((item) => item.id)).toContain(made.id);
  });

  it('status cancelled deletes', async () => {
    const { id } = await insert(call, hour(8));
    expect((await call('PATCH', `${events}/${id}`, { body: { status: 'cancelled' } })).body).toMatchObject({
      status: 'cancelled',
    });
    expect(reasonOf(await call('DELETE', `${events}/${id}`))).toBe('410 deleted');
  });

  it('404 for what never was', async () => {
    for (const id of ['nothing123', 'nothing123_20260101', '%20', 'x'.repeat(3000)]) {
      expect(reasonOf(await call('GET', `${events}/${id}`))).toBe('404 notFound');
      expect(reasonOf(await call('DELETE', `${events}/${id}`))).toBe('404 notFound');
    }
  });
});

describe('json-mass-assign', () => {
  const foreign = {
    owner: 'bob@example.org',
    accessRole: 'owner',
    kind: 'calendar#calendar',
    created: '2001-01-01T00:00:00Z',
    updated: '2001-01-01T00:00:00Z',
    creator: { email: 'bob@example.org', self: false },
    organizer: { email: 'bob@example.org', self: false },
    htmlLink: 'http://evil.test',
    locked: true,
    hidden: true,
    selected: true,
    backgroundColor: '#fff',
  };

  it('read-only members and members of other resources are never stored', async () => {
    const other = await insert(call, hour(9));
    const made = await insert(call, { ...foreign, ...hour(9) });
    const before = (await call('GET', `${events}/${made.id}`)).body;
    const change = {
      ...foreign,
      id: other.id,
      etag: '"x"',
      iCalUID: (other as unknown as { iCalUID: string }).iCalUID,
    };
    for (const [verb, body] of [
      ['PATCH', change],
      ['PUT', { ...change, ...hour(9) }],
    ] as const) {
      const after = await call(verb, `${events}/${made.id}`, { body });
      expect(after.status, after.text).toBe(200);
      expect(after.body).toEqual(before);
    }
    expect(before).toMatchObject({
      organizer: { email: 'alice@example.org' },
      creator: { email: 'alice@example.org' },
    });
    expect(before).not.toHaveProperty('owner');
  });

  it('unknown members come back, and go with a PUT that leaves them out', async () => {
    const { body: made } = await call('POST', events, {
      body: { ...hour(9), eventLabelId: 'abc', xFuture: { a: [1] } },
      isFree: true,
    });
    expect(made).toMatchObject({ eventLabelId: 'abc', xFuture: { a: [1] } });
    const patched = await call('PATCH', `${events}/${made.id}`, { body: { xFuture: null }, isFree: true });
    expect(patched.body).toMatchObject({ eventLabelId: 'abc' });
    const put = await call('PUT', `${events}/${made.id}`, { body: hour(9) });
    expect(put.body).not.toHaveProperty('eventLabelId');
  });
});
