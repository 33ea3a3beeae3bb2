import { formatUtcMillis, type AclRule, type Json, type OpenCalendar } from '@dayferry/core';
import { app, atom, gAcl, gCal, gd, kinds, kindScheme, openSearch, rels } from '../namespaces.table.js';
import { accessLevels } from './calendar-record.js';
import { generator, withItems } from './event-feed.js';
import { feedsRoot, idRoot, segment } from './links.js';
import { declaration, element, textElement, type Attributes } from './xml.js';
import { words, type Language } from './words.table.js';

export type ShownRule = Pick<AclRule, 'scopeType' | 'scopeValue' | 'role'>;

export interface AclContext {
  publicUrl: string;
  version: 1 | 2;
  open: OpenCalendar;
  /** Epoch milliseconds. */
  now: number;
  language: Language;
}

const type = 'application/atom+xml';

export function aclUrl({ publicUrl, open }: AclContext, rule?: ShownRule): string {
  return `${feedsRoot(publicUrl)}/${segment(open.calendar.id)}/acl/full${rule ? `/${segment(scopeText(rule))}` : ''}`;
}

function scopeText({ scopeType, scopeValue }: ShownRule): string {
  return scopeType === 'default' ? 'default' : `${scopeType}:${scopeValue}`;
}

/** Rules have no `full` in their ids (T:access-rule-get); in protocol 1 the id is the self link. */
function ruleId(rule: ShownRule, { publicUrl, version, open }: AclContext): string {
  const projection = version === 1 ? '/full' : '';
  return `${idRoot(publicUrl)}/${segment(open.calendar.id)}/acl${projection}/${segment(scopeText(rule))}`;
}

/** Weak, with `W/` and quotes: the same as long as scope and role are. */
export function ruleEtag(rule: ShownRule): string {
  return `W/"${Buffer.from(`${rule.role}:${scopeText(rule)}`).toString('base64url')}"`;
}

/** In the order of the recorded feed (T:access-rule-get). */
export function aclFeed(rules: ShownRule[], etag: string, context: AclContext): string {
  const { version, open } = context;
  const names = { xmlns: atom, 'xmlns:app': app[version], 'xmlns:openSearch': openSearch[version] };
  const attributes = { ...names, 'xmlns:gd': gd, 'xmlns:gAcl': gAcl };
  const url = aclUrl(context);
  const link = (rel: string, href: string): string => element('link', { rel, type, href });
  const content = [
    textElement('id', url.replace(/^https:/, 'http:')),
    textElement('updated', formatUtcMillis(open.calendar.updated)),
    element('category', { scheme: kindScheme, term: kinds.acl }),
    textElement('title', words[context.language].access(open.calendar.title), version === 1 ? { type: 'text' } : {}),
    link(rels.controlledObject, `${feedsRoot(context.publicUrl)}/${segment(open.calendar.id)}/private/full`),
    link(rels.feed, url),
    link(rels.post, url),
    link(rels.batch, `${url}/batch`),
    link('self', url),
    generator,
    textElement('openSearch:totalResults', String(rules.length)),
    textElement('openSearch:startIndex', '1'),
    ...rules.map((rule) => entry(rule, { names: {}, created: false }, context)),
  ];
  const versioned = version === 1 ? attributes : { ...attributes, 'gd:etag': etag, 'gd:kind': 'calendar#aclFeed' };
  return declaration + element('feed', versioned, content.join(''));
}

/** The answer to a POST alone says when it was published: now (T:access-rule-insert). */
export function aclDocument(rule: ShownRule, context: AclContext, created = false): string {
  const names = { xmlns: atom, 'xmlns:app': app[context.version], 'xmlns:gd': gd, 'xmlns:gAcl': gAcl };
  return declaration + entry(rule, { names, created }, context);
}

interface EntryForm {
  names: Attributes;
  created: boolean;
}

function entry(rule: ShownRule, { names, created }: EntryForm, context: AclContext): string {
  const { version, open } = context;
  const updated = formatUtcMillis(open.calendar.updated);
  const { role, scopeType, scopeValue } = rule;
  const word = accessLevels[role];
  const content = [
    textElement('id', ruleId(rule, context)),
    created ? textElement('published', formatUtcMillis(context.now)) : '',
    textElement('updated', updated),
    version === 1 ? '' : textElement('app:edited', updated),
    element('category', { scheme: kindScheme, term: kinds.acl }),
    textElement('title', word, version === 1 ? { type: 'text' } : {}),
    element('content', version === 1 ? { type: 'text' } : {}),
    element('link', { rel: 'self', type, href: aclUrl(context, rule) }),
    element('link', { rel: 'edit', type, href: aclUrl(context, rule) }),
    element('author', {}, textElement('name', open.calendar.title) + textElement('email', open.calendar.id)),
    element('gAcl:role', { value: role === 'none' ? word : `${gCal}#${word}` }),
    element('gAcl:scope', { type: scopeType, value: scopeType === 'default' ? undefined : scopeValue }),
  ];
  const own = version === 1 ? {} : { 'gd:etag': ruleEtag(rule), 'gd:kind': 'calendar#acl' };
  return element('entry', { ...names, ...own }, content.join(''));
}

export function aclFeedJsonc(rules: ShownRule[], etag: string, context: AclContext): string {
  const url = aclUrl(context);
  const members = {
    kind: 'calendar#aclFeed',
    etag,
    id: url.replace(/^https:/, 'http:'),
    controlledObjectLink: `${feedsRoot(context.publicUrl)}/${segment(context.open.calendar.id)}/private/full`,
    feedLink: url,
    selfLink: `${url}?alt=jsonc`,
    canPost: true,
  };
  return withItems(
    members,
    rules.map((rule) => JSON.stringify(aclJsonc(rule, context))),
  );
}

export function aclJsonc(rule: ShownRule, context: AclContext): Json {
  const url = aclUrl(context, rule);
  return {
    kind: 'calendar#acl',
    etag: ruleEtag(rule),
    id: url.replace(/^https:/, 'http:'),
    selfLink: url,
    canEdit: true,
    role: accessLevels[rule.role],
    scopeType: rule.scopeType,
    scope: rule.scopeValue,
  };
}
