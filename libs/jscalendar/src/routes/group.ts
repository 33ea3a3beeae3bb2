import { type OpenCalendar, type SeriesWriteItem, tooLarge } from '@dayferry/core';
import { parseEvent } from '../parse/event.js';
import { groupEntries } from '../parse/group.js';
import { entityTag } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { prefersRepresentation } from './media.js';
import { memberPaths, objectText } from './resource.js';
import { accepted, type Body, writeOptions } from './write.js';

const mostEntries = 1000;

/**
 * POST of a Group: all of its events and tasks, or none of them. Its own title and description are the calendar's
 * business and change nothing. The answer names each by its address, in the order of the entries.
 */
export async function postGroup(
  exchange: Exchange,
  open: OpenCalendar,
  { source, isLenient, version }: Body,
): Promise<Answer> {
  const entries = groupEntries(source);
  if (entries.length > mostEntries) throw tooLarge(`A group has at most ${mostEntries} entries here.`);
  const drafts = entries.map((entry) => parseEvent(accepted(entry, { isLenient, version, isEntry: true }), version));
  const options = writeOptions(exchange);
  const items = drafts.map((draft): SeriesWriteItem => ({
    ref: null,
    change: () => draft,
    options,
  }));
  const results = await exchange.core.events.writeMany(open, items);
  const isWhole = prefersRepresentation(exchange.headers);
  const pathOf = memberPaths(exchange);
  const members = results.map(({ stored }) => {
    const value = isWhole ? objectText(exchange, open, stored) : JSON.stringify({ getetag: entityTag(stored.head) });
    return `${JSON.stringify(pathOf(stored.head.id))}:${value}`;
  });
  const answer = jsonAnswer(exchange, {}, 201);
  return { ...answer, body: `{"responses":{${members.join(',')}}}` };
}
