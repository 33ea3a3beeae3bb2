import type { TestServer } from '../../harness/index.js';
import { good, instant, type Backstage, type Driver, type View } from '../driver.js';

const events = '/calendar/v3/calendars/primary/events';

interface Wire {
  summary?: string;
  description?: string;
  location?: string;
  start: { date?: string; dateTime?: string };
  end: { date?: string; dateTime?: string };
  attendees?: { email: string }[];
  reminders?: { overrides?: { minutes: number }[] };
  recurrence?: string[];
}

export function v3Driver(server: TestServer, backstage: Backstage): Driver {
  const send = (method: string, url: string, payload?: string) =>
    server.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${server.tokens.alice}`,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const address = async (uid: string): Promise<string | null> => {
    const identity = await backstage.identity(uid);
    return identity && `${events}/${identity.id}`;
  };
  return {
    name: 'v3',
    create: async (body, uid) => {
      const answer = await send(
        'POST',
        `${events}?supportsAttachments=true&conferenceDataVersion=1`,
        JSON.stringify({ ...(JSON.parse(body) as object), iCalUID: uid }),
      );
      good(answer, 'v3 insert');
      return uid;
    },
    read: async (uid) => {
      const url = await address(uid);
      if (!url) return null;
      const answer = await send('GET', url);
      good(answer, 'v3 get');
      return answer.body;
    },
    view,
    retitle: (body, title) => JSON.stringify({ ...(JSON.parse(body) as object), summary: title }),
    write: async (uid, body) =>
      good(
        await send('PUT', `${await address(uid)}?supportsAttachments=true&conferenceDataVersion=1`, body),
        'v3 update',
      ),
    remove: async (uid) => good(await send('DELETE', (await address(uid))!), 'v3 delete'),
  };
}

function view(body: string): View {
  const wire = JSON.parse(body) as Wire;
  return {
    title: wire.summary ?? '',
    start: wire.start.date ?? instant(wire.start.dateTime!),
    end: wire.end.date ?? instant(wire.end.dateTime!),
    ...(wire.description === undefined ? {} : { description: wire.description }),
    ...(wire.location === undefined ? {} : { location: wire.location }),
    guests: (wire.attendees ?? []).map((item) => item.email).sort(),
    reminders: (wire.reminders?.overrides ?? []).map((item) => item.minutes).sort((a, b) => a - b),
    isRecurring: (wire.recurrence ?? []).length > 0,
  };
}
