import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { seedRequests, type SeedRequest } from './mutated-requests.table.js';

const server = await startServer();
afterAll(() => server.close());

const send = ({ method, url, headers, payload }: SeedRequest) =>
  server.inject({ method, url, headers: { authorization: `Bearer ${server.tokens.alice}`, ...headers }, payload });

const [eventId = ''] = await Promise.all(
  seedRequests
    .filter(({ url }) => url.includes('/v3/') && url.includes('sendUpdates'))
    .map(async (seed) => (await send(seed)).json<{ id: string }>().id),
);

/** What programs get wrong, and what people try. */
const odd = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '99999999999999999999',
    'null',
    'NaN',
    '1e309',
    '__proto__',
    'constructor',
    '*',
    'W/"',
    '()',
    '(<',
  ),
  fc.constantFrom(
    '\u2028',
    '😀',
    '%',
    '%00',
    '%ff',
    '../..',
    '{}',
    '[]',
    '<x/>',
    '&amp;',
    '&#0;',
    ']]>',
    ';',
    ':',
    '"',
    "'",
    '\r\n',
  ),
  fc.constantFrom(
    '2026-13-45',
    '20260230T250000',
    '99991231T235959Z',
    '-P1D',
    'P99999999999W',
    'Europe/Nowhere',
    'http://[::1',
  ),
  fc.integer().map(String),
  fc.string({ maxLength: 20 }),
  fc.nat(6_000).map((length) => 'a'.repeat(length)),
);

/** One place of a text, as parts of its length, and what becomes of it. */
const edit = fc.record({
  kind: fc.constantFrom('insert', 'replaceWord', 'cut', 'repeat', 'truncate', 'dropLine'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(60),
  odd,
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { kind, at, length, odd: other }: Edit): string {
  const from = Math.floor(at * text.length);
  switch (kind) {
    case 'insert':
      return text.slice(0, from) + other + text.slice(from);
    case 'cut':
      return text.slice(0, from) + text.slice(from + length);
    case 'repeat':
      return text.slice(0, from + length) + text.slice(from);
    case 'truncate':
      return text.slice(0, from);
    case 'dropLine':
      return text.replace(new RegExp(`^([\\s\\S]{${Math.min(from, 30_000)}}[\\s\\S]*?)(\r?\n|,|<)[^\r\n,<]*`), '$1');
    default: {
      const word = /[A-Za-z0-9_.:-]+/g;
      word.lastIndex = from;
      const found = word.exec(text);
      return found ? text.slice(0, found.index) + other + text.slice(word.lastIndex) : text;
    }
  }
}

const mutated = fc
  .record({
    seed: fc.constantFrom(...seedRequests),
    where: fc.constantFrom('payload', 'payload', 'payload', 'url', 'header'),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    header: fc.constantFrom(
      'depth',
      'if-match',
      'if-none-match',
      'if',
      'prefer',
      'accept',
      'content-type',
      'gdata-version',
    ),
  })
  .map(({ seed, where, edits, header }): SeedRequest => {
    const change = (text: string): string => edits.reduce(edited, text);
    if (where === 'payload' && seed.payload) return { ...seed, payload: change(seed.payload) };
    if (where === 'header')
      return {
        ...seed,
        headers: { ...seed.headers, [header]: headerText(change(seed.headers?.[header] ?? '"1", text/calendar;a=b')) },
      };
    return { ...seed, url: `/${addressText(change(seed.url.slice(1)))}` };
  });

const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, 4_000);
const addressText = (text: string): string => text.replace(/[^\x21-\x7e]|#/g, '').slice(0, 4_000);

describe('requests that are nearly right', () => {
  it('are answered in the words of their protocol, never by a server error', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(mutated, async (request) => {
      const answer = await send({ ...request, url: request.url.replace('EVENT', eventId) });
      expect(answer.statusCode < 500 || answer.statusCode === 507, String(answer.statusCode)).toBe(true);
      if (answer.statusCode >= 400) expect(errorShape(request.url, answer)).toBe('its own');
    });
    await fc.assert(property, { numRuns: 1_500, seed: 20_261_121 });
    expect(server.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

type Answer = Awaited<ReturnType<typeof send>>;

/** "its own", or the answer's type and beginning. */
function errorShape(url: string, answer: Answer): string {
  const isOwn = shapes.find(([prefix]) => url.startsWith(prefix))?.[1](answer) ?? true;
  return isOwn
    ? 'its own'
    : `${answer.statusCode} ${String(answer.headers['content-type'])} ${answer.body.slice(0, 100)}`;
}

const errorCode = (body: string): unknown => (JSON.parse(body) as { error: { code: number } }).error.code;
const shapes: [prefix: string, isOwn: (answer: Answer) => boolean][] = [
  ['/calendar/v3/', ({ body, statusCode }) => errorCode(body) === statusCode],
  ['/rest/', ({ body, statusCode }) => (JSON.parse(body) as { error: number }).error === statusCode],
  ['/dav/', ({ body }) => body === '' || body.includes('<D:error')],
];
