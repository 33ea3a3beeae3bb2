import { jsonBody } from '../render/body.js';
import { calendarColors, eventColors } from '../render/palette.table.js';
import type { Answer } from './call.js';

const pairs = (palette: Record<string, string>): Record<string, { background: string; foreground: string }> =>
  Object.fromEntries(Object.entries(palette).map(([id, background]) => [id, { background, foreground: '#1d1d1d' }]));

const body = jsonBody({
  kind: 'calendar#colors',
  updated: '2012-02-14T00:00:00.000Z',
  calendar: pairs(calendarColors),
  event: pairs(eventColors),
});

/** Section 12: the same for everybody. */
export function getColors(): Promise<Answer> {
  return Promise.resolve({ status: 200, body });
}
