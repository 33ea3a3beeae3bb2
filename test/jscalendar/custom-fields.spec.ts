import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { home, restClient, simple, weekly, type Body } from './rest-client.js';

/** `egroupware.org:customfields` of the original server: in its profile, a view of shared extended properties. */
const name = 'egroupware.org:customfields';
const extended = 'gateway.example:extendedProperties';
const json = { 'content-type': 'application/json;profile=egroupware' };
const accept = { headers: { accept: 'application/json;profile=egroupware' } };

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

async function create(body: unknown): Promise<string> {
  const made = await send('POST', `${home}calendar/`, body, { headers: json });
  expect(made.status, made.text).toBe(201);
  return String(made.headers.location);
}

const shownAt = async (location: string): Promise<Body> => (await send('GET', location, undefined, accept)).json();
const strictAt = async (location: string): Promise<Body> => (await send('GET', location)).json();
const room = { value: 'Blue', type: 'select', label: 'Room', values: { blue: 'Blue', red: 'Red' } };

describe('custom fields', () => {
  it('are shared extended properties in every other protocol', async () => {
    const location = await create({ ...simple, uid: 'fields', [name]: { room, cost: 12, tags: ['a', 'b'] } });
    expect((await shownAt(location))[name]).toEqual({
      room,
      cost: { value: '12', type: 'text', label: 'cost' },
      tags: { value: 'a,b', type: 'text', label: 'tags' },
    });
    const found = await server.inject({
      url: '/calendar/v3/calendars/primary/events?iCalUID=fields',
      headers: { authorization: `Bearer ${server.tokens.alice}` },
    });
    const [event] = (JSON.parse(found.body) as { items: Body[] }).items;
    expect(event?.extendedProperties).toEqual({ shared: { room: 'Blue', cost: '12', tags: 'a,b' } });
  });

  it('show what another protocol wrote, and are the same when that is written back', async () => {
    const properties = { shared: { room: 'Red' }, private: { own: 'x' } };
    const location = await create({ ...weekly, [name]: { room } });
    expect((await send('PATCH', location, { [extended]: properties })).status).toBe(204);
    const shown = await send('GET', location, undefined, accept);
    expect(shown.json()[name]).toEqual({ room: { ...room, value: 'Red' } });
    expect(shown.json()[extended]).toEqual({ private: { own: 'x' } });
    const before = await strictAt(location);
    expect((await send('PUT', location, shown.json(), { headers: json })).status).toBe(204);
    const after = await strictAt(location);
    for (const member of [name, extended, 'recurrenceOverrides']) expect(after[member]).toEqual(before[member]);
    expect(await shownAt(location)).toMatchObject({ [name]: shown.json()[name] as Body });
  });

  it('that a PUT leaves out are cleared, and those that a PATCH leaves out stay', async () => {
    const location = await create({ ...simple, [name]: { room, cost: '12', a: 1 } });
    const patch = { [name]: { cost: { value: '13' }, a: null }, [`${name}/b`]: 'new' };
    expect((await send('PATCH', location, patch, { headers: json })).status).toBe(204);
    expect((await strictAt(location))[extended]).toEqual({ shared: { room: 'Blue', cost: '13', b: 'new' } });
    const shown = await shownAt(location);
    await send('PUT', location, { ...shown, [name]: { cost: '14' } }, { headers: json });
    expect((await shownAt(location))[name]).toEqual({ cost: { value: '14', type: 'text', label: 'cost' } });
    await send('PUT', location, { ...shown, [name]: {} }, { headers: json });
    expect((await shownAt(location))[name]).toBeUndefined();
    expect((await strictAt(location))[extended]).toBeUndefined();
  });

  it('of one occurrence are its own', async () => {
    const id = '2026-12-02T10:00:00';
    const location = await create({
      ...weekly,
      [name]: { room },
      recurrenceOverrides: { [id]: { title: 'Special', [name]: { room: { ...room, value: 'Red' } } } },
    });
    const { recurrenceOverrides } = (await shownAt(location)) as { recurrenceOverrides: Record<string, Body> };
    expect(recurrenceOverrides[id]).toMatchObject({ title: 'Special', [name]: { room: { ...room, value: 'Red' } } });
    const strict = (await strictAt(location)) as { recurrenceOverrides: Record<string, Body> };
    expect(strict.recurrenceOverrides[id]).toEqual({ title: 'Special', [extended]: { shared: { room: 'Red' } } });
  });

  it('are kept as they are where nobody asked for that profile', async () => {
    const fields = { room: { value: 'Green' } };
    const made = await send('POST', `${home}calendar/`, { ...simple, [name]: fields });
    const location = String(made.headers.location);
    expect((await strictAt(location))[name]).toEqual(fields);
    expect((await shownAt(location))[name]).toEqual({ room: { value: 'Green', type: 'text', label: 'room' } });
  });

  it.each([[{ room: { value: { a: 1 } } }], [{ room: [{}] }]])('that are no texts are refused: %j', async (fields) => {
    const made = await send('POST', `${home}calendar/`, { ...simple, [name]: fields }, { headers: json });
    expect(made.status).toBe(422);
    expect(made.json()).toMatchObject({ path: `${name}/room` });
  });
});
