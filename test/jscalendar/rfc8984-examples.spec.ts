import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';

type Body = Record<string, unknown>;

/** RFC 8984 §6, completed where the RFC writes "...". */
const folder = fileURLToPath(new URL('../fixtures/jscalendar/rfc8984/', import.meta.url));
const examples = readdirSync(folder).map((file) => ({
  name: file.replace('.json', ''),
  object: JSON.parse(readFileSync(folder + file, 'utf8')) as Body,
}));
const single = examples.filter(({ object }) => object['@type'] !== 'Group');
const home = '/rest/alice%40example.org/';

const server = await startServer();
afterAll(() => server.close());

const headers = (): Record<string, string> => ({
  authorization: `Bearer ${server.tokens.alice}`,
  'content-type': 'application/jscalendar+json',
});

/** What the server adds: its own stamps, and the calendar's owner where nobody is named. */
function withoutStamps(object: Body, sent: Body): Body {
  const { updated: _updated, created: _created, prodId: _prodId, sequence: _sequence, ...rest } = object;
  if (sent.participants === undefined) delete rest.participants;
  return rest;
}

describe.each(single)('RFC 8984 §6: $name', ({ object }) => {
  const collection = `${home}${object['@type'] === 'Task' ? 'tasks' : 'calendar'}/`;

  it('comes back as it was sent under strict reading', async () => {
    const made = await server.inject({
      method: 'POST',
      url: collection,
      headers: headers(),
      payload: JSON.stringify(object),
    });
    expect(made.statusCode, made.body).toBe(201);
    const shown = await server.inject({ url: String(made.headers.location), headers: headers() });
    const expected = { ...object, uid: `urn:uuid:${String(object.uid)}` };
    expect(withoutStamps(shown.json<Body>(), object)).toEqual(withoutStamps(expected, object));
  });
});

it('RFC 8984 §6.3: the group makes its entries, and a listing read as a group has them', async () => {
  const { object } = examples.find(({ name }) => name === '6-03-simple-group')!;
  const calendar = JSON.stringify({ title: '6-03', types: ['Event', 'Task'] });
  const json = { ...headers(), 'content-type': 'application/json' };
  const made = await server.inject({ method: 'POST', url: `${home}calendars/`, headers: json, payload: calendar });
  const { href } = made.json<{ href: string }>();
  expect(made.statusCode, made.body).toBe(201);
  const posted = await server.inject({
    method: 'POST',
    url: `/rest${href}`,
    headers: headers(),
    payload: JSON.stringify(object),
  });
  expect(posted.statusCode, posted.body).toBe(201);
  const shown = await Promise.all(
    Object.keys(posted.json<{ responses: Body }>().responses).map(async (path) =>
      (await server.inject({ url: `/rest${path}`, headers: headers() })).json<Body>(),
    ),
  );
  const entries = (object.entries as Body[]).map((entry) => ({ ...entry, uid: `urn:uuid:${String(entry.uid)}` }));
  expect(shown.map((entry, i) => withoutStamps(entry, entries[i]!))).toEqual(
    entries.map((entry) => withoutStamps(entry, entry)),
  );
  const accept = { ...headers(), accept: 'application/jscalendar+json;type=group' };
  const listed = await server.inject({ url: `/rest${href}?filters[start]=2020-01-01`, headers: accept });
  expect(listed.json<Body>().entries).toEqual([shown[0]]);
});
