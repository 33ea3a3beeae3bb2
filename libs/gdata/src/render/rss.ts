import { httpDate } from '@dayferry/core';
import { atom, kindScheme } from '../namespaces.table.js';
import type { XmlElement } from '../parse/read-xml.js';
import { childNamed, elements, textOf } from '../parse/xml-element.js';

const atomName = (name: string): string => `{${atom}}${name}`;

const node = (name: string, text: string, attributes: Record<string, string> = {}): XmlElement => ({
  name,
  attributes,
  children: text === '' ? [] : [text],
});

/** An Atom feed as RSS 2.0, or an entry as its item (J:BaseFeed.generateRss, J:BaseEntry.generateRss). */
export function rssDocument(root: XmlElement): XmlElement {
  if (root.name !== atomName('feed')) return itemOf(root);
  const channel: XmlElement = { name: 'channel', attributes: {}, children: elements(root).flatMap(channelPart) };
  if (!childNamed(root, atomName('subtitle'))) channel.children.push(node('description', ''));
  return { name: 'rss', attributes: { version: '2.0' }, children: [channel] };
}

function channelPart(child: XmlElement): XmlElement[] {
  switch (child.name) {
    case atomName('updated'):
      return [node('lastBuildDate', dateText(child))];
    case atomName('subtitle'):
      return [node('description', textOf(child))];
    case atomName('author'):
      return [node('managingEditor', personText(child))];
    case atomName('generator'):
      return [node('generator', textOf(child))];
    case atomName('entry'):
      return [itemOf(child)];
    default:
      return commonPart(child);
  }
}

function itemOf(entry: XmlElement): XmlElement {
  return {
    name: 'item',
    attributes: entry.attributes,
    children: elements(entry).flatMap((child) => itemPart(child, entry)),
  };
}

function itemPart(child: XmlElement, entry: XmlElement): XmlElement[] {
  switch (child.name) {
    case atomName('id'):
      return [node('guid', textOf(child), { isPermaLink: 'false' })];
    case atomName('published'):
      return [node('pubDate', dateText(child))];
    case atomName('summary'):
      return [node('description', textOf(child))];
    case atomName('content'):
      return childNamed(entry, atomName('summary')) ? [] : [node('description', textOf(child))];
    case atomName('author'):
      return [node('author', personText(child))];
    default:
      return commonPart(child);
  }
}

/** What feeds and entries have in common; elements of other namespaces stay as they are. */
function commonPart(child: XmlElement): XmlElement[] {
  if (child.name === atomName('title')) return [node('title', textOf(child))];
  if (child.name === atomName('category')) {
    const { term = '', scheme = kindScheme } = child.attributes;
    return [node('category', term, { domain: scheme })];
  }
  const { rel, type, href = '' } = child.attributes;
  const isPage = child.name === atomName('link') && rel === 'alternate' && type === 'text/html';
  return isPage ? [node('link', href)] : [child];
}

function dateText(element: XmlElement): string {
  return httpDate(Date.parse(textOf(element)));
}

function personText(person: XmlElement): string {
  const part = (name: string): string => textOf(childNamed(person, atomName(name)) ?? node('', ''));
  return part('email') === '' ? part('name') : `${part('email')} (${part('name')})`;
}
