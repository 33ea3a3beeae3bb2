import { invalidInput, readJsonObject, type SeriesDraft, type SeriesRef } from '@dayferry/core';
import { readRecurrenceId } from '../parse/recurrence-id.js';
import { renderDraft } from '../render/event.js';
import { checkConditions } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyVersion, isLenientBody } from './media.js';
import { patched } from './patch.js';
import { findResource, openResource } from './resource.js';
import { writeAnswer, writeOptions } from './write.js';

/**
 * `?action=split&recurrence-id=…`: "this and following". The series ends before that occurrence and goes on from there as a
 * new object, with `next` and `first` relations between them; a PatchObject in the body changes the new one. Both, or
 * neither.
 */
export async function split(exchange: Exchange): Promise<Answer> {
  const id = required(exchange, 'recurrence-id');
  const change = readChange(exchange);
  const { open, stored } = await openResource(exchange);
  const { head, series } = stored;
  const at = readRecurrenceId(id, series);
  const { after } = await exchange.core.events.split(open, { key: head.key }, at, {
    ...writeOptions(exchange),
    check: (current) => checkConditions(exchange.headers, current),
    change,
  });
  return writeAnswer(exchange, open, after);
}

/** `?action=join&next=<id or uid>`: the inverse. */
export async function join(exchange: Exchange): Promise<Answer> {
  const name = required(exchange, 'next');
  const { open, stored } = await openResource(exchange);
  const { head } = stored;
  const next = await findResource(exchange, open, name);
  const ref: SeriesRef = { key: next.head.key };
  const result = await exchange.core.events.join(open, { key: head.key }, ref, {
    ...writeOptions(exchange),
    check: (current) => checkConditions(exchange.headers, current),
  });
  return writeAnswer(exchange, open, result);
}

function required({ search }: Exchange, name: string): string {
  const value = search.get(name);
  if (value) return value;
  throw invalidInput(name, `${name} is missing.`, { code: 'parameter' });
}

function readChange({ body, core, headers }: Exchange): (after: SeriesDraft) => SeriesDraft | Promise<SeriesDraft> {
  if (body.byteLength === 0) return (after) => after;
  const isLenient = isLenientBody(headers);
  const patch = readJsonObject(body, core.limits);
  const version = bodyVersion(headers, patch);
  return (after) => patched(after, patch, { isLenient, version, source: renderDraft(after, core.clock(), version) });
}
