import type { TestServer } from '../../harness/index.js';
import { good, instant, type Backstage, type Driver, type View } from '../driver.js';

const feed = '/calendar/feeds/default/private/full';

interface Data {
  title?: string;
  details?: string;
  location?: string;
  when?: { start: string; end: string; reminders?: { minutes?: number }[] }[];
  recurrence?: string;
  attendees?: { email: string; rel: string }[];
  reminders?: { minutes?: number }[];
}

export function jsoncDriver(server: TestServer, backstage: Backstage): Driver {
  const send = (method: string, url: string, payload?: string) =>
    server.inject({
      method,
      url: `${url}?alt=jsonc`,
      headers: {
        authorization: `Bearer ${server.tokens.alice}`,
        'gdata-version': '2',
        'if-match': '*',
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const address = async (uid: string): Promise<string | null> => {
    const identity = await backstage.identity(uid);
    return identity && `${feed}/${identity.id}`;
  };
  return {
    name: 'jsonc',
    // A uid of the client's own is for synchronisation programs only: the server chooses.
    create: async (body) => {
      const answer = await send('POST', feed, body);
      good(answer, 'jsonc post');
      return backstage.uidOf((JSON.parse(answer.body) as { data: { id: string } }).data.id);
    },
    read: async (uid) => {
      const url = await address(uid);
      if (!url) return null;
      const answer = await send('GET', url);
      good(answer, 'jsonc get');
      return answer.body;
    },
    view,
    retitle: (body, title) => JSON.stringify({ data: { ...(JSON.parse(body) as { data: object }).data, title } }),
    write: async (uid, body) => good(await send('PUT', (await address(uid))!, body), 'jsonc put'),
    remove: async (uid) => good(await send('DELETE', (await address(uid))!), 'jsonc delete'),
  };
}

function view(body: string): View {
  const { data } = JSON.parse(body) as { data: Data };
  const [when] = data.when ?? [];
  const alarms = [...(when?.reminders ?? []), ...(data.reminders ?? [])];
  return {
    title: data.title ?? '',
    start: when ? instant(when.start) : '',
    end: when ? instant(when.end) : '',
    ...(data.details ? { description: data.details } : {}),
    ...(data.location ? { location: data.location } : {}),
    guests: (data.attendees ?? [])
      .filter((item) => !item.rel.endsWith('organizer'))
      .map((item) => item.email)
      .sort(),
    reminders: alarms.map((item) => item.minutes ?? 0).sort((a, b) => a - b),
    isRecurring: data.recurrence !== undefined,
  };
}
