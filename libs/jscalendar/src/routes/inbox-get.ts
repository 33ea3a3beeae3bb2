import { forbidden } from '@dayferry/core';
import { userOf } from './calendars.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';

/** Invitations go straight to the calendar, so nothing waits here (the seed's "trivial, empty inbox"). */
export function getInbox(exchange: Exchange): Promise<Answer> {
  if (userOf(exchange) !== exchange.viewer.user?.email) throw forbidden('An inbox is shown to its owner only.');
  return Promise.resolve(jsonAnswer(exchange, { responses: {} }));
}
