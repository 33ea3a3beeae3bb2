import { formatUtcMillis } from '@dayferry/core';
import { atom, batch, gd, kindScheme } from '../namespaces.table.js';
import type { BatchItem } from '../parse/batch-feed.js';
import { declaration, element, textElement } from './xml.js';

/** What became of one operation. */
export interface BatchResult {
  item: Pick<BatchItem, 'batchId' | 'operation' | 'atomId' | 'title'>;
  status: number;
  reason: string;
  /** The entry as a document, when there is one to show. */
  document?: string;
}

export interface BatchAnswer {
  id: string;
  title: string | undefined;
  /** Term of the category, and the value of gd:kind. */
  term: string;
  kind: string;
  links: { rel: string; href: string }[];
  now: number;
  version: 1 | 2;
}

/** In the order of the recorded answer (T:batch): a feed with an entry for each operation. */
export function batchFeed(answer: BatchAnswer, results: BatchResult[], interruption = ''): string {
  const { version, kind, now, links } = answer;
  const names = { xmlns: atom, 'xmlns:batch': batch, 'xmlns:gd': gd };
  const content = [
    textElement('id', answer.id),
    textElement('updated', formatUtcMillis(now)),
    element('category', { scheme: kindScheme, term: answer.term }),
    textElement('title', answer.title ?? 'Batch Feed', { type: 'text' }),
    ...links.map((link) => element('link', { rel: link.rel, type: 'application/atom+xml', href: link.href })),
    ...results.map((result) => entry(result, now)),
    interruption,
  ];
  return declaration + element('feed', version === 1 ? names : { ...names, 'gd:kind': kind }, content.join(''));
}

function entry(result: BatchResult, now: number): string {
  const { document } = result;
  const state = stateOf(result);
  if (document !== undefined) return document.slice(declaration.length).replace(/<\/entry>$/, `${state}</entry>`);
  const { item, status, reason } = result;
  const isDeleted = status === 200;
  const content = [
    item.atomId === undefined ? '' : textElement('id', item.atomId.trim()),
    textElement('updated', formatUtcMillis(now)),
    textElement('title', isDeleted ? (item.title ?? 'Deleted') : 'Error', { type: 'text' }),
    textElement('content', isDeleted ? 'Deleted' : reason),
  ];
  return element('entry', {}, content.join('') + state);
}

function stateOf({ item, status, reason }: BatchResult): string {
  return (
    (item.batchId === undefined ? '' : textElement('batch:id', item.batchId)) +
    element('batch:operation', { type: item.operation }) +
    element('batch:status', { code: status, reason })
  );
}

/** The last entry of an answer to a feed that could not be read to its end. */
export function interruptedEntry(reason: string, results: BatchResult[], now: number): string {
  const success = results.filter(({ status }) => status < 300).length;
  const counts = { parsed: results.length, success, error: results.length - success, unprocessed: 0 };
  const content = [
    textElement('updated', formatUtcMillis(now)),
    textElement('title', 'Error', { type: 'text' }),
    textElement('content', reason),
    element('batch:interrupted', { reason, ...counts }),
  ];
  return element('entry', {}, content.join(''));
}
