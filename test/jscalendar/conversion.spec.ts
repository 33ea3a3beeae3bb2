import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { restClient, type Body } from './rest-client.js';

interface Figure {
  figure: string;
  type?: 'Task';
  /** Lines of one component. */
  ical: string[];
  /** Lines that come back, where JSCalendar cannot tell the difference. */
  back?: string[];
  js: Body;
}

/** draft-ietf-calext-jscalendar-icalendar-22: the figures whose elements both sides have here. */
const file = fileURLToPath(new URL('../fixtures/jscalendar/conversion/figures.json', import.meta.url));
const figures = JSON.parse(readFileSync(file, 'utf8')) as Figure[];
const type = 'application/jscalendar+json;version=2.0';
/** Keys that each server chooses by itself. */
const idMaps = new Set(['links', 'participants', 'virtualLocations', 'locations', 'alerts']);

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

function calendarOf({ type: kind, ical }: Figure): string {
  const component = kind === 'Task' ? 'VTODO' : 'VEVENT';
  const has = (name: string): boolean => ical.some((line) => line.startsWith(name));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//BAZ//bam//EN',
    `BEGIN:${component}`,
    ...(has('UID:5A') ? [] : ['UID:figure']),
    ...(has('DTSTAMP') ? [] : ['DTSTAMP:20240101T000000Z']),
    ...(kind === 'Task' || has('DTSTART') ? [] : ['DTSTART:20240101T000000Z']),
    ...ical.map((line) => line.replace('{uid}', 'figure')),
    `END:${component}`,
    'END:VCALENDAR',
    '',
  ];
  return lines.join('\r\n');
}

/** Members of the figure as we write them: defaults are left out. */
function expected(js: Body): Body {
  const isDefault = (name: string, value: unknown): boolean =>
    (name === 'timeZone' && value === null) || (name === 'showWithoutTime' && value === false);
  return Object.fromEntries(
    Object.entries(js)
      .filter(([name, value]) => !isDefault(name, value))
      .map(([name, value]) => [name, idMaps.has(name) ? valuesOf(value as Body) : value]),
  );
}

function valuesOf(map: Body): unknown {
  const values = Object.values(map).map((item) => expect.objectContaining(item as Body) as unknown);
  return expect.arrayContaining(values);
}

function shown(object: Body): Body {
  const entries = Object.entries(object).map(([name, value]) => [
    name,
    idMaps.has(name) ? Object.values(value as Body) : value,
  ]);
  return Object.fromEntries(entries) as Body;
}

/** Without our own parameter, which keeps the key that JSCalendar has for the thing. */
const unfold = (text: string): string[] =>
  text
    .replaceAll('\r\n ', '')
    .replaceAll(/;X-DAYFERRY="[^"]*"/g, '')
    .split('\r\n');

async function toICalendar(object: Body): Promise<string[]> {
  const answer = await send('POST', '/rest/convert', object, { headers: { 'content-type': `${type};type=event` } });
  expect(answer.status, answer.text).toBe(200);
  return unfold(answer.text);
}

describe.each(figures)('figure $figure', (figure) => {
  const wanted = (figure.back ?? figure.ical).filter((line) => !/^(?:BEGIN|END|UID:\{)/.test(line));

  it('goes from iCalendar to JSCalendar and back', async () => {
    const headers = { 'content-type': 'text/calendar', accept: type };
    const there = await send('POST', '/rest/convert', calendarOf(figure), { headers });
    expect(there.status, there.text).toBe(200);
    expect(shown(there.json())).toMatchObject(expected(figure.js));
    for (const name of Object.keys(figure.js).filter((key) => idMaps.has(key)))
      expect(Object.keys(there.json()[name] as Body)).toHaveLength(Object.keys(figure.js[name] as Body).length);
    expect(await toICalendar(there.json())).toEqual(expect.arrayContaining(wanted));
  });

  it('goes from JSCalendar to iCalendar and back', async () => {
    const start = figure.type === 'Task' ? {} : { start: '2024-01-01T00:00:00' };
    const stamps = { uid: 'figure', version: '2.0', updated: '2024-01-01T00:00:00Z' };
    const there = await toICalendar({ '@type': figure.type ?? 'Event', ...start, ...stamps, ...figure.js });
    expect(there).toEqual(expect.arrayContaining(wanted));
    const headers = { 'content-type': 'text/calendar', accept: type };
    const back = await send('POST', '/rest/convert', there.join('\r\n'), { headers });
    expect(shown(back.json())).toMatchObject(expected(figure.js));
  });
});
