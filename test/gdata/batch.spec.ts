import { describe, expect, it } from 'vitest';
import { count, find, tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const batch = `${feed}/batch`;
const open = `<feed xmlns='http://www.w3.org/2005/Atom' xmlns:batch='http://schemas.google.com/gdata/batch' xmlns:gd='http://schemas.google.com/g/2005'>`;

interface Made {
  id: string;
  etag: string;
}

describe('batches', () => {
  const gdata = gdataServer();
  const { send } = gdata;

  const make = async (): Promise<Made> => {
    const { body, headers } = await send('POST', feed, { body: tennis });
    return { id: find(body, /<id>([^<]*)<\/id>/), etag: String(headers.etag).replaceAll('"', '&quot;') };
  };
  const entry = (operation: string, content: string, etag?: string): string =>
    `<entry${etag === undefined ? '' : ` gd:etag='${etag}'`}><batch:id>${operation} item</batch:id><batch:operation type='${operation}'/>${content}</entry>`;
  const when = "<gd:when startTime='2007-04-17T15:00:00Z' endTime='2007-04-17T17:00:00Z'/>";
  const post = (entries: string, path = batch) => send('POST', path, { body: `${open}${entries}</feed>` });
  const codes = (body: string): string[] => [...body.matchAll(/batch:status code='(\d+)'/g)].map(([, code]) => code!);

  it('insert, query, update and delete (guide, "Performing multiple operations")', async () => {
    const [asked, changed, gone] = [await make(), await make(), await make()];
    const answer = await post(
      entry('insert', `<title type='text'>Event inserted via batch</title>${when}`) +
        entry('query', `<id>${asked.id}</id>`) +
        entry(
          'update',
          `<id>${changed.id}</id><title type='text'>Event updated via batch</title>${when}`,
          changed.etag,
        ) +
        entry('delete', `<id>${gone.id}</id>`, gone.etag),
    );
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, undefined]);
    expect(codes(answer.body)).toEqual(['201', '200', '200', '200']);
    expect(answer.body).toContain(
      "<batch:id>insert item</batch:id><batch:operation type='insert'/><batch:status code='201' reason='Created'/>",
    );
    expect(answer.body).toContain("<batch:operation type='query'/><batch:status code='200' reason='Success'/>");
    expect(answer.body).toContain('<content>Deleted</content>');
    expect(answer.body).toContain("<title type='text'>Batch Feed</title>");
    const path = (id: string): string => `${feed}/${id.split('/').at(-1)}`;
    expect((await send('GET', path(changed.id))).body).toContain('Event updated via batch');
    expect((await send('GET', path(gone.id))).statusCode).toBe(404);
    expect((await send('GET', `${feed}?q=%22inserted+via+batch%22`)).body).toContain('Event inserted via batch');
  });

  it('do what they can, and say of each entry what became of it (gdata-batch-mix)', async () => {
    const one = await make();
    const { body } = await post(
      entry('delete', `<id>${one.id}</id>`) +
        entry('delete', `<id>${one.id}</id>`, '&quot;other&quot;') +
        entry('query', '<id>http://www.google.com/calendar/feeds/default/events/foreign</id>') +
        entry('explode', `<id>${one.id}</id>`) +
        entry('update', '<title>no id</title>') +
        entry('insert', '<gd:when startTime="nonsense"/>') +
        entry('update', `<id>${one.id}</id><title>Twice</title>${when}`, one.etag) +
        entry('delete', `<id>${one.id}</id>`, one.etag),
    );
    expect(codes(body)).toEqual(['403', '412', '404', '400', '400', '400', '200', '412']);
    expect(count(body, "<title type='text'>Error</title>")).toBe(7);
    expect(body).toContain(`<id>${one.id}</id>`);
  });

  it('insert many, each by itself when one of them is refused', async () => {
    const total = async (): Promise<number> =>
      Number(find((await send('GET', `${feed}?q=Numbered&max-results=0`)).body, /totalResults>(\d+)</));
    const titled = (i: number, more = when): string => entry('insert', `<title>Numbered ${i}</title>${more}`);
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    const all = await post(numbers.map((i) => titled(i)).join(''));
    expect(codes(all.body)).toEqual(numbers.map(() => '201'));
    expect([...all.body.matchAll(/<title>Numbered (\d+)</g)].map(([, i]) => Number(i))).toEqual(numbers);
    expect(await total()).toBe(60);
    const taken = `${when}<c:syncEvent xmlns:c='http://schemas.google.com/gCal/2005' value='true'/><c:uid xmlns:c='http://schemas.google.com/gCal/2005' value='same'/>`;
    const mixed = await post([titled(60), titled(61, taken), titled(62, taken), titled(63)].join(''));
    expect(codes(mixed.body)).toEqual(['201', '201', '409', '201']);
    expect(await total()).toBe(63);
  });

  it('take the operation of the feed, and If-Match for all (Python: force)', async () => {
    const [a, b] = [await make(), await make()];
    const body = `${open}<title>Mine</title><batch:operation type='delete'/>${[a, b].map(({ id }) => `<entry><id>${id}</id></entry>`).join('')}</feed>`;
    const answer = await send('POST', batch, { body, headers: { 'if-match': '*' } });
    expect(codes(answer.body)).toEqual(['200', '200']);
    expect(answer.body).toContain("<title type='text'>Mine</title>");
  });

  it('that are cut off are done as far as they can be read', async () => {
    const body = `${open}${entry('insert', `<title>Whole</title>${when}`)}<entry><title>Cut`;
    const answer = await send('POST', batch, { body });
    expect(answer.statusCode).toBe(200);
    expect(codes(answer.body)).toEqual(['201']);
    expect(answer.body).toMatch(
      /<batch:interrupted reason='[^']+' parsed='1' success='1' error='0' unprocessed='0'\/>/,
    );
    expect((await send('POST', batch, { body: `${open}<entry><title>Cut` })).statusCode).toBe(400);
  });

  it('of protocol 1 name the version by the edit link', async () => {
    const created = await send('POST', feed, { version: null, body: tennis });
    const edit = find(created.body, /rel='edit'[^>]*href='([^']*)'/);
    const of = (link: string): string =>
      `${open}<entry><batch:operation type='delete'/><id>${find(created.body, /<id>([^<]*)</)}</id><link rel='edit' href='${link}'/></entry></feed>`;
    const stale = edit.replace(/\d+$/, '63310109397');
    expect(codes((await send('POST', batch, { version: null, body: of(stale) })).body)).toEqual(['409']);
    expect(codes((await send('POST', batch, { version: null, body: of(edit) })).body)).toEqual(['200']);
  });

  it('keep their state in a partial response', async () => {
    const { id } = await make();
    const { body } = await post(entry('query', `<id>${id}</id>`), `${batch}?fields=entry(title)`);
    expect(codes(body)).toEqual(['200']);
    expect(body).toContain('<title>Tennis with Beth</title>');
    expect(body).not.toContain('<gd:when');
  });

  it('are refused in JSON, by other feeds and over the limit', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await send('POST', batch, { body: '{"data":{}}', headers: json })).statusCode).toBe(400);
    expect((await send('POST', `${batch}?alt=jsonc`, { body: `${open}</feed>` })).statusCode).toBe(400);
    expect((await send('POST', 'default/private/basic/batch', { body: `${open}</feed>` })).statusCode).toBe(400);
    expect((await send('POST', batch, { body: tennis })).statusCode).toBe(400);
    expect((await post('<entry/>'.repeat(251))).statusCode).toBe(400);
    expect((await post('')).statusCode).toBe(200);
  });
});
