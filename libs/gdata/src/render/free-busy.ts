import { formatUtcMillis, type BusyInterval } from '@dayferry/core';
import { app, atom, gCal, gd, kinds, kindScheme, openSearch, rels } from '../namespaces.table.js';
import { generator } from './event-feed.js';
import { feedsRoot, idRoot, segment } from './links.js';
import { declaration, element, textElement, type Attributes } from './xml.js';

export interface FreeBusyContext {
  publicUrl: string;
  version: 1 | 2;
  window: { from: number; to: number };
  now: number;
}

/** One user's busy times. */
export interface BusyPerson {
  email: string;
  name: string;
  busy: Pick<BusyInterval, 'start' | 'end'>[];
  /** Whose feed the entry is in, when it is a group's. */
  group?: string;
}

const type = 'application/atom+xml';
const path = 'default/freebusy';

export function busyPath(email: string, group?: string): string {
  const base = group === undefined ? '' : `group/${segment(group)}/`;
  return `${path}/${base}busy-times/${segment(email)}`;
}

export function groupPath(group: string): string {
  return `${path}/group/${segment(group)}/busy-times`;
}

/** The guide's samples, well-formed: the range asked for, and each block of busy time in UTC. */
export function busyDocument(person: BusyPerson, context: FreeBusyContext): string {
  const names = { xmlns: atom, 'xmlns:app': app[context.version], 'xmlns:gCal': gCal, 'xmlns:gd': gd };
  return declaration + busyEntry(person, context, names);
}

function busyEntry(person: BusyPerson, context: FreeBusyContext, names: Attributes): string {
  const { email, name, busy, group } = person;
  const kind = group === undefined ? 'calendar#freebusy' : 'calendar#groupFreebusy';
  const content = [
    textElement('id', `${idRoot(context.publicUrl)}/${busyPath(email)}`),
    textElement('updated', formatUtcMillis(context.now)),
    element('category', { scheme: kindScheme, term: kinds.freeBusy }),
    element('link', { rel: 'self', type, href: `${feedsRoot(context.publicUrl)}/${busyPath(email, group)}` }),
    element('author', {}, textElement('name', name) + textElement('email', email)),
    element('gCal:timeRange', {}, when({ start: context.window.from, end: context.window.to })),
    ...busy.map((interval) => element('gCal:busy', {}, when(interval))),
  ];
  return element('entry', { ...names, ...(context.version === 1 ? {} : { 'gd:kind': kind }) }, content.join(''));
}

function when({ start, end }: Pick<BusyInterval, 'start' | 'end'>): string {
  return element('gd:when', { endTime: formatUtcMillis(end), startTime: formatUtcMillis(start) });
}

export interface BusyGroup {
  group: string;
  members: BusyPerson[];
  /** Of all pages. */
  total: number;
  /** Query strings with `?`. */
  self: string;
  next?: string;
}

export function groupFeed(page: BusyGroup, context: FreeBusyContext): string {
  const { version } = context;
  const names = { xmlns: atom, 'xmlns:gCal': gCal, 'xmlns:openSearch': openSearch[version], 'xmlns:gd': gd };
  return declaration + feed(page, context, names);
}

/** For a batch, which has no word for a feed as an answer: inside a feed link of an entry (guide: "an embedded feed"). */
export function groupEntry(page: BusyGroup, context: FreeBusyContext): string {
  const names = { xmlns: atom, 'xmlns:gCal': gCal, 'xmlns:openSearch': openSearch[context.version], 'xmlns:gd': gd };
  const href = `${feedsRoot(context.publicUrl)}/${groupPath(page.group)}`;
  const content = [
    textElement('id', `${idRoot(context.publicUrl)}/${busyPath(page.group)}`),
    textElement('updated', formatUtcMillis(context.now)),
    element('category', { scheme: kindScheme, term: kinds.freeBusy }),
    element('gd:feedLink', { href }, feed(page, context, {})),
  ];
  return declaration + element('entry', names, content.join(''));
}

function feed({ group, members, total, self, next }: BusyGroup, context: FreeBusyContext, names: Attributes): string {
  const url = `${feedsRoot(context.publicUrl)}/${groupPath(group)}`;
  const link = (rel: string, href: string): string => element('link', { rel, type, href });
  const content = [
    textElement('id', `${idRoot(context.publicUrl)}/${groupPath(group)}`),
    textElement('updated', formatUtcMillis(context.now)),
    element('category', { scheme: kindScheme, term: kinds.freeBusy }),
    link(rels.feed, url),
    link('self', url + self),
    next === undefined ? '' : link('next', url + next),
    generator,
    textElement('openSearch:totalResults', String(total)),
    ...members.map((member) => busyEntry(member, context, {})),
  ];
  const kind = context.version === 1 ? {} : { 'gd:kind': 'calendar#groupFreebusyFeed' };
  return element('feed', { ...names, ...kind }, content.join(''));
}
