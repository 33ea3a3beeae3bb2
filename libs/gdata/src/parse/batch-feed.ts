import { invalidInput } from '@dayferry/core';
import { atom, batch, gd, ianaRel } from '../namespaces.table.js';
import type { XmlElement } from './read-xml.js';
import { childNamed, elements, textOf } from './xml-element.js';

export const batchOperations = ['insert', 'query', 'update', 'delete'] as const;
export type BatchOperation = (typeof batchOperations)[number];

/** One operation of a batch, as the feed says it. */
export interface BatchItem {
  /** The client's name for it, echoed; any text. */
  batchId?: string;
  /** Of the entry, else of the feed, else insert; not one of ours when the client wrote another word. */
  operation: string;
  entry: XmlElement;
  title?: string;
  /** As the entry has it. */
  atomId?: string;
  /** Last part of the entry's id, or of its edit or self link. */
  target?: string;
  /** Of a protocol 1 edit link. */
  version?: string;
  etag?: string;
}

export interface BatchFeed {
  title?: string;
  items: BatchItem[];
}

const mostOperations = 250;

/** InvalidInput for what is no feed, and for more operations than are done at once. */
export function readBatch(root: XmlElement): BatchFeed {
  if (root.name !== `{${atom}}feed`)
    throw invalidInput('body', 'A batch is an Atom feed.', { code: 'atomFormatRequired' });
  const usual = operationOf(root) ?? 'insert';
  const entries = elements(root).filter(({ name }) => name === `{${atom}}entry`);
  if (entries.length > mostOperations)
    throw invalidInput('body', `A batch has at most ${mostOperations} operations.`, { code: 'invalidParameterValue' });
  return { ...titleOf(root), items: entries.map((entry) => itemOf(entry, usual)) };
}

function itemOf(entry: XmlElement, usual: string): BatchItem {
  const id = childNamed(entry, `{${batch}}id`);
  const atomId = childNamed(entry, `{${atom}}id`);
  const etag = entry.attributes[`{${gd}}etag`];
  return {
    ...(id ? { batchId: textOf(id) } : {}),
    operation: operationOf(entry) ?? usual,
    entry,
    ...titleOf(entry),
    ...(atomId ? { atomId: textOf(atomId) } : {}),
    ...targetOf(entry, atomId),
    ...(etag === undefined ? {} : { etag }),
  };
}

function operationOf(element: XmlElement): string | undefined {
  return childNamed(element, `{${batch}}operation`)?.attributes.type?.trim();
}

function titleOf(element: XmlElement): { title?: string } {
  const title = childNamed(element, `{${atom}}title`);
  return title ? { title: textOf(title) } : {};
}

/** By the id; a link identifies an entry too, and that of protocol 1 says which version was seen. */
function targetOf(entry: XmlElement, atomId: XmlElement | undefined): Pick<BatchItem, 'target' | 'version'> {
  const [, id, version] = /\/(?:full|full-noattendees)\/([^/?#]+)(?:\/(\d+))?(?:[?#]|$)/.exec(linkOf(entry)) ?? [];
  const last = atomId && textOf(atomId).trim().split('/').at(-1);
  const target = last || id;
  return { ...(target ? { target: decoded(target) } : {}), ...(version ? { version } : {}) };
}

function linkOf(entry: XmlElement): string {
  const links = elements(entry).filter(({ name }) => name === `{${atom}}link`);
  const byRel = (rel: string): string | undefined =>
    links.find((link) => link.attributes.rel?.replace(ianaRel, '') === rel)?.attributes.href;
  return byRel('edit') ?? byRel('self') ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
