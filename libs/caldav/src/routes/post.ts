import type { Answer, Exchange } from './exchange.js';
import { postToOutbox } from './outbox.js';
import { answerInvitation, postToCalendar } from './sharing.js';

/** What POST means depends on where: busy times, sharing and publishing, the answer to an invitation. */
export function post(exchange: Exchange): Promise<Answer> {
  switch (exchange.address.kind) {
    case 'calendar':
      return postToCalendar(exchange);
    case 'home':
      return answerInvitation(exchange);
    default:
      return postToOutbox(exchange);
  }
}
