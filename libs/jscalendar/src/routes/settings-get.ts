import { forbidden } from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { userOf } from './user.js';

/** One's own settings; those that were never set are not there. */
export async function getSettings(exchange: Exchange): Promise<Answer> {
  const { core, viewer } = exchange;
  if (userOf(exchange) !== viewer.user?.email) throw forbidden('Settings are shown to their owner only.');
  const { values } = await core.directory.settings(viewer);
  return jsonAnswer(exchange, { '@type': 'Settings', ...values });
}
