import {
  formatUtcSeconds,
  invalidInput,
  type BusyWindow,
  type CalendarBusy,
  type Json,
  notFound,
  parseUtc,
  readJsonObject,
} from '@dayferry/core';
import { Members, wrong } from '../parse/values.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { isLenientBody } from './media.js';
import { userOf } from './user.js';

const longest = 366 * 86_400_000;
const mostPeople = 100;

/** When one user is busy (jscalendar-rest §12.1): `?start=…&end=…` in UTC. */
export async function getFreeBusy(exchange: Exchange): Promise<Answer> {
  const { search, core, viewer } = exchange;
  const window = windowOf(search.get('start'), search.get('end'), (name, rule) =>
    invalidInput(name, rule, { code: 'parameter' }),
  );
  const user = userOf(exchange);
  const [busy] = await core.freeBusy.query(viewer, [user], window);
  if ('error' in busy!) throw notFound();
  const path = `/${encodeURIComponent(user)}/freebusy/`;
  return jsonAnswer(exchange, { responses: { [path]: objectOf(busy!, window) } });
}

/** The same for several people at once; whoever cannot be seen has an error in their place. */
export async function postFreeBusy(exchange: Exchange): Promise<Answer> {
  const { core, viewer, body, headers } = exchange;
  isLenientBody(headers);
  const source = readJsonObject(body, core.limits);
  const members = new Members(source, '');
  if (source['@type'] !== 'FreeBusyRequest') throw wrong('@type', 'must be FreeBusyRequest.');
  const window = windowOf(members.string('start') ?? null, members.string('end') ?? null, wrong);
  const people = peopleOf(members);
  const answers = await core.freeBusy.query(
    viewer,
    people.map((person) => person.replace(/^mailto:/i, '').toLowerCase()),
    window,
  );
  const responses = Object.fromEntries(people.map((person, i) => [person, objectOf(answers[i]!, window)]));
  return jsonAnswer(exchange, { responses });
}

function peopleOf(members: Members): string[] {
  const people = members.raw('participants');
  const isList = Array.isArray(people) && people.every((person) => typeof person === 'string' && person !== '');
  if (!isList || people.length === 0) throw wrong('participants', 'must be a list of addresses.');
  if (people.length > mostPeople) throw wrong('participants', `may have at most ${mostPeople} addresses.`);
  return people as string[];
}

function windowOf(start: string | null, end: string | null, fail: (name: string, rule: string) => Error): BusyWindow {
  const [from, to] = [instant(start, 'start', fail), instant(end, 'end', fail)];
  if (to <= from) throw fail('end', 'must be after start.');
  if (to - from > longest) throw fail('end', 'may be at most 366 days after start.');
  return { from, to };
}

function instant(value: string | null, name: string, fail: (name: string, rule: string) => Error): number {
  const isUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value ?? '');
  if (!isUtc || Number.isNaN(Date.parse(value!)))
    throw fail(name, 'must be a UTC date-time such as 2026-03-01T00:00:00Z.');
  return parseUtc(value!);
}

function objectOf(busy: CalendarBusy, { from, to }: BusyWindow): Json {
  const window = { '@type': 'FreeBusy', start: formatUtcSeconds(from), end: formatUtcSeconds(to) };
  if ('error' in busy) return { ...window, error: busy.error };
  const intervals = busy.intervals.map(({ start, end, type }) => ({
    start: formatUtcSeconds(start),
    end: formatUtcSeconds(end),
    type,
  }));
  return { ...window, busy: intervals, ...(busy.isTruncated ? { isTruncated: true } : {}) };
}
