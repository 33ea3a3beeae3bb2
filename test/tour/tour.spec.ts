import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { fakeClock, startServer } from '../harness/index.js';

const page = fileURLToPath(new URL('../../docs/tour.md', import.meta.url));
const zone = 'Europe/Berlin';

/** Written through v3, as a new program would. */
const event = {
  id: 'tour0event0first',
  summary: 'Planning',
  description: 'What the *next* quarter brings',
  location: 'Room 4',
  start: { dateTime: '2026-03-02T10:00:00', timeZone: zone },
  end: { dateTime: '2026-03-02T11:00:00', timeZone: zone },
  recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=10', 'EXDATE;TZID=Europe/Berlin:20260316T100000'],
  attendees: [{ email: 'bob@example.org', displayName: 'Bob Baker', responseStatus: 'accepted' }],
  reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 10 }] },
  extendedProperties: { shared: { project: 'ferry' } },
};

const server = await startServer({ clock: fakeClock('2026-03-01T12:00:00Z') });
afterAll(() => server.close());

async function ask(method: string, url: string, payload?: object): Promise<string> {
  const headers = {
    authorization: `Bearer ${server.tokens.alice}`,
    'gdata-version': '2',
    accept: '*/*',
  };
  const answer = await server.inject({
    method,
    url,
    headers: payload ? { ...headers, 'content-type': 'application/json' } : headers,
    ...(payload ? { payload: JSON.stringify(payload) } : {}),
  });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.body;
}

/** Made anew in each run: versions and addresses of this server. */
function steady(text: string): string {
  return text
    .replaceAll(/[a-v0-9]{8}-[0-9a-z]{1,4}(?:-[0-9a-z]+)?(?=\\?["'&])/g, '…')
    .replaceAll(server.url, 'https://calendar.example.org')
    .trimEnd();
}

const indented = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);
const broken = (xml: string): string => xml.replaceAll('><', '>\n<');

async function pageText(): Promise<string> {
  await ask('POST', '/calendar/v3/calendars/primary/events', event);
  const feed = '/calendar/feeds/default/private/full/';
  const bodies: [title: string, words: string, language: string, text: string][] = [
    [
      'Calendar API v3',
      `GET /calendar/v3/calendars/primary/events/${event.id}`,
      'json',
      indented(await ask('GET', `/calendar/v3/calendars/primary/events/${event.id}`)),
    ],
    [
      'CalDAV: iCalendar',
      'GET /dav/calendars/alice%40example.org/calendar/<UID>.ics',
      'ics',
      (
        await ask('GET', `/dav/calendars/alice%40example.org/calendar/${encodeURIComponent(await uid())}.ics`)
      ).replaceAll('\r\n', '\n'),
    ],
    [
      'JSCalendar',
      `GET /rest/alice%40example.org/calendar/${event.id}`,
      'json',
      indented(await ask('GET', `/rest/alice%40example.org/calendar/${event.id}`)),
    ],
    [
      'Calendar Data API v2: Atom',
      `GET ${feed}${event.id}, GData-Version: 2`,
      'xml',
      broken(await ask('GET', feed + event.id)),
    ],
    [
      'Calendar Data API v2: JSON-C',
      `GET ${feed}${event.id}?alt=jsonc`,
      'json',
      indented(await ask('GET', `${feed}${event.id}?alt=jsonc`)),
    ],
  ];
  const sections = bodies.map(
    ([title, request, language, text]) =>
      `## ${title}\n\n\`${request}\`\n\n\`\`\`${language}\n${steady(text)}\n\`\`\`\n`,
  );
  return `${head}\n${sections.join('\n')}`;
}

const head = `# One event, five bodies

A weekly meeting, written once through the v3 API, as each protocol gives it back. This page is made by
\`test/tour/tour.spec.ts\`, which fails when it no longer shows what the server answers; versions are shown as \`…\`.
`;

async function uid(): Promise<string> {
  const { iCalUID } = JSON.parse(await ask('GET', `/calendar/v3/calendars/primary/events/${event.id}`)) as {
    iCalUID: string;
  };
  return iCalUID;
}

it('docs/tour.md shows what the server answers', async () => {
  const text = await pageText();
  if (process.env.UPDATE_DOCS || !existsSync(page)) writeFileSync(page, text);
  expect(readFileSync(page, 'utf8')).toBe(text);
});
