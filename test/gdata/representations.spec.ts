import { beforeAll, describe, expect, it } from 'vitest';
import { find, lessons, namesIn, tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const atom = '{http://www.w3.org/2005/Atom}';
const gd = '{http://schemas.google.com/g/2005}';

describe('representations of a feed', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let id: string;
  beforeAll(async () => {
    const hostile = tennis.replace('Tennis with Beth', '&lt;/script&gt;\u2028 &amp; Beth');
    const { body } = await send('POST', feed, { body: hostile });
    id = find(body, /private\/full\/([^/']+)'/);
  });

  it('json: attributes and texts as strings, repeated elements as lists', async () => {
    const answer = await send('GET', `${feed}?alt=json`);
    expect(answer.headers['content-type']).toBe('application/json; charset=UTF-8');
    const document = answer.json<Record<string, unknown>>();
    expect(document).toMatchObject({
      version: '1.0',
      encoding: 'UTF-8',
      feed: {
        xmlns: 'http://www.w3.org/2005/Atom',
        xmlns$gd: 'http://schemas.google.com/g/2005',
        gd$kind: 'calendar#eventFeed',
        openSearch$totalResults: { $t: '1' },
        author: [{ name: { $t: 'alice@example.org' } }],
        entry: [
          {
            gd$kind: 'calendar#event',
            title: { $t: '</script>\u2028 & Beth' },
            gd$when: [{ startTime: '2006-04-17T17:00:00.000+02:00' }],
            gd$where: [{ valueString: 'Rolling Lawn Courts' }],
            gd$comments: { gd$feedLink: {} },
            gCal$sequence: { value: '0' },
          },
        ],
      },
    });
    const { entry } = (await send('GET', `${feed}/${id}?alt=json`)).json<{ entry: { id: { $t: string } } }>();
    expect(entry.id.$t).toMatch(/^http:.*\/events\//);
  });

  it('json-in-script: a call of the function, which nothing in the text can end (gdata-alt-xss)', async () => {
    const answer = await send('GET', `${feed}?alt=json-in-script&callback=my.show&reqid=7`);
    expect(answer.headers['content-type']).toBe('text/javascript; charset=UTF-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.body).not.toMatch(/<|\u2028/);
    const [, text] = /my\.show\(7,(.*)\);$/s.exec(answer.body)!;
    expect(JSON.parse(text!)).toMatchObject({ feed: { entry: [{ title: { $t: '</script>\u2028 & Beth' } }] } });
    expect((await send('GET', `${feed}?alt=json-in-script`)).body).toContain('gdata.io.handleScriptLoaded({');
    expect((await send('GET', `${feed}?alt=atom-in-script`)).body).toContain(
      'gdata.io.handleScriptLoaded("\\u003c?xml',
    );
  });

  it('rss: a channel with an item for each entry', async () => {
    const answer = await send('GET', `${feed}?alt=rss`);
    expect(answer.headers['content-type']).toBe('application/rss+xml; charset=UTF-8');
    const names = namesIn(answer.body).map((name) => name.replaceAll('{}', ''));
    for (const name of ['title', 'description', 'link', 'lastBuildDate', 'managingEditor', `${atom}id`, 'category']) {
      expect(names).toContain(`rss/channel/${name}`);
    }
    for (const name of ['guid', 'pubDate', 'title', 'description', 'author', `${atom}updated`, `${gd}when`]) {
      expect(names).toContain(`rss/channel/item/${name}`);
    }
    expect(answer.body).toContain('<title>&lt;/script&gt;\u2028 &amp; Beth</title>');
    expect(answer.body).toMatch(/<managingEditor>alice@example.org \(alice@example.org\)<\/managingEditor>/);
  });

  it('prettyprint: the same document, indented', async () => {
    const { body } = await send('GET', `${feed}?prettyprint=true`);
    expect(body).toContain('\n <entry ');
    expect(namesIn(body)).toEqual(namesIn((await send('GET', feed)).body));
  });

  it('fields: the parts that the guide selects, and which ones they are', async () => {
    const { body, headers } = await send('GET', `${feed}?fields=entry(@gd:*,title,gd:when)`);
    expect(namesIn(body)).toEqual([
      `${atom}feed`,
      `${atom}feed/${atom}entry`,
      `${atom}feed/${atom}entry/${gd}when`,
      `${atom}feed/${atom}entry/${gd}when@{}endTime`,
      `${atom}feed/${atom}entry/${gd}when@{}startTime`,
      `${atom}feed/${atom}entry/${atom}title`,
      `${atom}feed/${atom}entry@${gd}etag`,
      `${atom}feed/${atom}entry@${gd}fields`,
      `${atom}feed/${atom}entry@${gd}kind`,
    ]);
    expect(body).toContain("gd:fields='@gd:*,title,gd:when'");
    expect(headers.etag).toMatch(/^W\//);
    expect(headers.etag).not.toBe((await send('GET', feed)).headers.etag);
  });

  it.each([
    ['link[@rel="edit"](@href)', `entry/link@href`],
    ["entry[title='nothing'](title)", ''],
    ["entry[xs:dateTime(updated)>=xs:dateTime('2001-01-01T00:00:00Z') and not(gd:recurrence)](id)", 'entry/id'],
    ["entry[gd:when/@startTime lt '2006' or gd:where/@valueString eq 'Rolling Lawn Courts']/id", 'entry/id'],
    ['openSearch:totalResults[text()>0]', 'totalResults'],
    ['entry(gd:who(@email))', 'entry/who@email'],
  ])('fields=%s', async (fields, expected) => {
    const isEntry = fields.startsWith('link');
    const { body } = await send('GET', `${isEntry ? `${feed}/${id}` : feed}?fields=${encodeURIComponent(fields)}`);
    const names = namesIn(body).map((name) => name.replaceAll(/\{[^}]*\}/g, '').replace(/^feed\/?/, ''));
    if (expected === '') expect(names).toEqual(['']);
    else expect(names).toContain(expected);
    expect(names.some((name) => name.endsWith('content'))).toBe(false);
  });

  it('a series has its occurrences in JSON-C where a window asks for them', async () => {
    await send('POST', feed, { body: lessons });
    const of = async (query: string) =>
      (await send('GET', `${feed}?alt=jsonc&q=Lessons${query}`)).json<{ data: { items: { when?: unknown }[] } }>().data
        .items[0]!;
    expect(await of('')).not.toHaveProperty('when');
    for (let i = 0; i < 2; i += 1) {
      expect((await of('&start-min=2010-05-10&start-max=2010-05-26')).when).toEqual([
        { start: '2010-05-11', end: '2010-05-12' },
        { start: '2010-05-18', end: '2010-05-19' },
        { start: '2010-05-25', end: '2010-05-26' },
      ]);
    }
  });
});
