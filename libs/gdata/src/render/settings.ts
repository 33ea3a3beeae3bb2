import { formatUtcMillis, type Json } from '@dayferry/core';
import { atom, gCal, gd, openSearch, rels } from '../namespaces.table.js';
import { generator, withItems } from './event-feed.js';
import { feedsRoot, idRoot, segment } from './links.js';
import { declaration, element, textElement } from './xml.js';
import { words, type Language } from './words.table.js';

export interface SettingsContext {
  publicUrl: string;
  version: 1 | 2;
  /** As the request named them: `default` stays `default`. */
  user: string;
  name: string;
  email: string;
  /** Epoch milliseconds. */
  now: number;
  language: Language;
}

export interface Setting {
  name: string;
  value: string;
}

const type = 'application/atom+xml';

function urlOf({ publicUrl, user }: SettingsContext, name?: string): string {
  return `${feedsRoot(publicUrl)}/${segment(user)}/settings${name === undefined ? '' : `/${segment(name)}`}`;
}

function idOf({ publicUrl, user }: SettingsContext, name?: string): string {
  return `${idRoot(publicUrl)}/${segment(user)}/settings${name === undefined ? '' : `/${segment(name)}`}`;
}

/** In the order of the developer's guide, "Retrieving settings". */
export function settingsFeed(values: ReadonlyMap<string, string>, etag: string, context: SettingsContext): string {
  const { version, name, email } = context;
  const names = { xmlns: atom, 'xmlns:openSearch': openSearch[version], 'xmlns:gCal': gCal, 'xmlns:gd': gd };
  const link = (rel: string): string => element('link', { rel, type, href: urlOf(context) });
  const content = [
    textElement('id', idOf(context)),
    textElement('updated', formatUtcMillis(context.now)),
    textElement('title', words[context.language].settings(name), { type: 'text' }),
    element('link', { rel: 'alternate', type: 'text/html', href: `${context.publicUrl}/calendar/render` }),
    link(rels.feed),
    link('self'),
    element('author', {}, textElement('name', name) + textElement('email', email)),
    generator,
    textElement('openSearch:startIndex', '1'),
    ...[...values].map(([setting, value]) => entry({ name: setting, value }, {}, context)),
  ];
  return declaration + element('feed', version === 1 ? names : { ...names, 'gd:etag': etag }, content.join(''));
}

export function settingEntry(setting: Setting, context: SettingsContext): string {
  return declaration + entry(setting, { xmlns: atom, 'xmlns:gCal': gCal }, context);
}

function entry({ name, value }: Setting, names: Record<string, string>, context: SettingsContext): string {
  const content = [
    textElement('id', idOf(context, name)),
    textElement('updated', formatUtcMillis(context.now)),
    element('link', { rel: 'self', type, href: urlOf(context, name) }),
    element('gCal:settingsProperty', { name, value }),
  ];
  return element('entry', names, content.join(''));
}

/** The guide prints this kind, and that of the items with an `s`. */
export function settingsFeedJsonc(values: ReadonlyMap<string, string>, context: SettingsContext): string {
  const { name, email } = context;
  const members = {
    kind: 'calendar#settingFeed',
    id: idOf(context),
    author: { displayName: name, email },
    selfLink: `${urlOf(context)}?alt=jsonc`,
  };
  return withItems(
    members,
    [...values].map(([setting, value]) => JSON.stringify(settingJsonc({ name: setting, value }, context))),
  );
}

export function settingJsonc({ name, value }: Setting, context: SettingsContext): Json {
  return { kind: 'calendar#settings', id: name, selfLink: urlOf(context, name), value };
}
