import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, restClient, simple, type Body } from './rest-client.js';

const server = await startServer({ listen: true });
const send = restClient(server);
afterAll(() => server.close());

interface Event {
  id?: string;
  event: string;
  data: Body;
}

/** Server-sent events as a browser would take them apart (WHATWG HTML §9.2.6). */
async function* listen(headers: Record<string, string> = {}, signal?: AbortSignal): AsyncGenerator<Event> {
  const answer = await fetch(server.url + collection, {
    headers: { authorization: `Bearer ${server.tokens.alice}`, accept: 'text/event-stream', ...headers },
    ...(signal ? { signal } : {}),
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    yield* blocks.flatMap(eventOf);
  }
}

function eventOf(block: string): Event[] {
  const fields = new Map(block.split('\n').map((line): [string, string] => cut(line)));
  const data = fields.get('data');
  if (data === undefined) return [];
  const id = fields.get('id');
  return [{ event: fields.get('event')!, data: JSON.parse(data) as Body, ...(id === undefined ? {} : { id }) }];
}

function cut(line: string): [string, string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}

async function next(events: AsyncGenerator<Event>): Promise<Event> {
  const { value, done } = await events.next();
  if (done) throw new Error('The stream has ended.');
  return value;
}

async function create(title: string): Promise<string> {
  const { headers } = await send('POST', collection, { ...simple, title });
  return String(headers.location).replace('/rest', '');
}

describe('the change stream', () => {
  it('tells of what is written while it is open, deletions too', async () => {
    const stop = new AbortController();
    const events = listen({}, stop.signal);
    expect((await next(events)).event).toBe('open');
    const path = await create('Live');
    const change = await next(events);
    expect(change).toMatchObject({ event: 'change', data: { responses: { [path]: { title: 'Live' } } } });
    await send('DELETE', `/rest${path}`);
    expect((await next(events)).data).toEqual({ responses: { [path]: null } });
    stop.abort();
  });

  it('goes on where a client was cut off, and its ids are sync-tokens', async () => {
    const stop = new AbortController();
    const before = await next(listen({}, stop.signal));
    stop.abort();
    const paths = [await create('Missed 1'), await create('Missed 2')];
    const again = new AbortController();
    const events = listen({ 'last-event-id': before.id! }, again.signal);
    expect((await next(events)).id).toBe(before.id);
    const change = await next(events);
    expect(Object.keys(change.data.responses as Body).sort()).toEqual(paths.sort());
    again.abort();
    const rest = (await send('GET', `${collection}?sync-token=${encodeURIComponent(change.id!)}`)).json();
    expect(rest.responses).toEqual({});
  });

  it('refuses a token that is none, and people who may not see the calendar', async () => {
    const accept = { accept: 'text/event-stream' };
    expect((await send('GET', `${collection}?sync-token=x`, undefined, { headers: accept })).status).toBe(400);
    expect((await send('GET', collection, undefined, { as: 'bob', headers: accept })).status).toBe(404);
  });

  it('skips nothing while many write at once, however often it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom('make', 'change', 'delete'), { maxLength: 4 }), {
          minLength: 2,
          maxLength: 5,
        }),
        fc.integer({ min: 1, max: 3 }),
        async (writers, between) => {
          const before = new AbortController();
          const first = (await next(listen({}, before.signal))).id!;
          before.abort();
          const truth = new Map<string, string | null>();
          const writing = Promise.all(writers.map((acts, i) => writeAll(acts, `w${i}`, truth)));
          const seen = await follow(first, between, writing);
          expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(truth));
        },
      ),
      { numRuns: 6, seed: 7 },
    );
  }, 60_000);

  it('ends when the right to see it does', async () => {
    const { dependencies, core } = server.gateway;
    const alice = (await core.directory.byEmail('alice@example.org'))!;
    const events = listen();
    await next(events);
    const [credential] = (await dependencies.store.reader.credentialsOf(alice.key)).filter(
      ({ kind }) => kind === 'token',
    );
    await dependencies.store.write((tx) => tx.removeCredential(credential!.key));
    expect(await next(events)).toMatchObject({ event: 'error', data: { error: 401 } });
    expect((await events.next()).done).toBe(true);
  });

  it('does not keep the server from stopping', async () => {
    const other = await startServer({ listen: true });
    const answer = await fetch(other.url + collection, {
      headers: { authorization: `Bearer ${other.tokens.alice}`, accept: 'text/event-stream' },
    });
    const closing = other.close();
    for await (const _chunk of answer.body!) void _chunk;
    await closing;
  });
});

/** One client that makes, changes and deletes events of its own; `truth` has their titles, null for deleted ones. */
async function writeAll(acts: string[], name: string, truth: Map<string, string | null>): Promise<void> {
  const own: string[] = [];
  for (const [i, act] of acts.entries()) {
    const title = `${name}-${i}`;
    const path = own.at(-1);
    if (act === 'make' || path === undefined) {
      const made = await create(title);
      own.push(made);
      truth.set(made, title);
    } else if (act === 'change') {
      expect((await send('PATCH', `/rest${path}`, { title })).status).toBe(204);
      truth.set(path, title);
    } else {
      expect((await send('DELETE', `/rest${own.pop()!}`)).status).toBe(204);
      truth.set(path, null);
    }
  }
}

/** What a client knows that hangs up after every few changes and resumes, until all is written and has been told. */
async function follow(first: string, between: number, writing: Promise<unknown>): Promise<Map<string, string | null>> {
  const seen = new Map<string, string | null>();
  let [last, isWritten] = [first, false];
  void writing.then(() => (isWritten = true));
  const end = async (): Promise<boolean> => {
    const answer = await send('GET', `${collection}?sync-token=${encodeURIComponent(last)}`);
    return Object.keys(answer.json().responses as Body).length === 0;
  };
  while (!isWritten || !(await end())) {
    const stop = new AbortController();
    const events = listen({ 'last-event-id': last }, stop.signal);
    await next(events);
    for (let i = 0; i < between && !(isWritten && (await end())); i += 1) {
      const change = await next(events);
      last = change.id!;
      for (const [path, event] of Object.entries(change.data.responses as Record<string, Body | null>))
        seen.set(path, event === null ? null : String(event.title));
    }
    stop.abort();
  }
  await writing;
  return seen;
}
