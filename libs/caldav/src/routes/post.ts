import type { Answer, Exchange } from './exchange.js';
import { postToOutbox } from './outbox.js';
import { answerInvitation, shareCalendar } from './sharing.js';

/** What POST means depends on where: busy times, sharing, the answer to an invitation. */
export function post(exchange: Exchange): Promise<Answer> {
  switch (exchange.address.kind) {
    case 'calendar':
      return shareCalendar(exchange);
    case 'home':
      return answerInvitation(exchange);
    default:
      return postToOutbox(exchange);
  }
}
