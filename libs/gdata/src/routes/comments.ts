import { invalidInput, notFound } from '@dayferry/core';
import { commentFeed } from '../render/comments.js';
import { viewOf } from '../render/event-view.js';
import type { Answer } from './answer.js';
import { eventContext, openCalendar, requireFeed, type Call } from './call.js';
import { findRecord, refOf } from './records.js';
import { resourceAnswer } from './resource-answer.js';

/** The comments of an event: there are none, and the feed says so. */
export async function getComments(call: Call): Promise<Answer> {
  requireFeed(call);
  const open = await openCalendar(call);
  const record = await findRecord(call.core, open, refOf(call.params.event!));
  const context = { ...eventContext(call, open), language: call.request.language };
  if (call.request.format === 'jsonc')
    throw invalidInput('alt', 'Comments have no JSON-C form.', { code: 'unsupportedOutputFormat' });
  const event = { title: viewOf(record, context).title ?? '', updated: record.updated };
  return resourceAnswer(call, {
    type: 'feed',
    validators: { etag: `W/"${record.etag}-c"`, updated: record.updated },
    atom: () => commentFeed(record.id, event, context),
    jsonc: () => null,
  });
}

export async function getComment(call: Call): Promise<Answer> {
  await getComments(call);
  throw notFound('There is no such comment.');
}
