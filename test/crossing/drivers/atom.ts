import type { TestServer } from '../../harness/index.js';
import { good, instant, type Backstage, type Driver, type View } from '../driver.js';

const feed = '/calendar/feeds/default/private/full';

export function atomDriver(server: TestServer, backstage: Backstage): Driver {
  const send = (method: string, url: string, payload?: string) =>
    server.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${server.tokens.alice}`,
        'gdata-version': '2',
        'if-match': '*',
        ...(payload === undefined ? {} : { 'content-type': 'application/atom+xml' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const address = async (uid: string): Promise<string | null> => {
    const identity = await backstage.identity(uid);
    return identity && `${feed}/${identity.id}`;
  };
  return {
    name: 'atom',
    // A uid of the client's own is for synchronisation programs only: the server chooses.
    create: async (body) => {
      const answer = await send('POST', feed, body);
      good(answer, 'atom post');
      return backstage.uidOf(text(answer.body, 'id')!.split('/').at(-1)!);
    },
    read: async (uid) => {
      const url = await address(uid);
      if (!url) return null;
      const answer = await send('GET', url);
      good(answer, 'atom get');
      return answer.body;
    },
    view,
    retitle: (body, title) => body.replace(/(<title[^>]*>)[^<]*(<\/title>)/, `$1${title}$2`),
    write: async (uid, body) => good(await send('PUT', (await address(uid))!, body), 'atom put'),
    remove: async (uid) => good(await send('DELETE', (await address(uid))!), 'atom delete'),
  };
}

const text = (xml: string, element: string): string | undefined =>
  new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&');
const attributes = (xml: string, element: string): Record<string, string>[] =>
  [...xml.matchAll(new RegExp(`<${element}( [^>]*)?/?>`, 'g'))].map((match) =>
    Object.fromEntries([...(match[1] ?? '').matchAll(/([\w:]+)='([^']*)'/g)].map((pair) => [pair[1]!, pair[2]!])),
  );

function view(xml: string): View {
  const [when] = attributes(xml, 'gd:when');
  const location = attributes(xml, 'gd:where')[0]?.valueString;
  const description = text(xml, 'content');
  return {
    title: text(xml, 'title') ?? '',
    start: when ? instant(when.startTime!) : '',
    end: when ? instant(when.endTime ?? when.startTime!) : '',
    ...(description ? { description } : {}),
    ...(location ? { location } : {}),
    guests: attributes(xml, 'gd:who')
      .filter((who) => !who.rel!.endsWith('organizer'))
      .map((who) => who.email!)
      .sort(),
    reminders: attributes(xml, 'gd:reminder')
      .flatMap(minutesOf)
      .sort((a, b) => a - b),
    isRecurring: xml.includes('<gd:recurrence>'),
  };
}

function minutesOf({ minutes, hours, days, method }: Record<string, string>): number[] {
  if (method === 'none') return [];
  return [Number(minutes ?? 0) + Number(hours ?? 0) * 60 + Number(days ?? 0) * 1440];
}
