import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SeriesDraft } from '../model/series.js';

/** With more changed occurrences than these, each step of a write takes long enough for others to notice. */
const few = 200;

/** Between two steps with a series of many changed occurrences: others are served before the next. */
export async function giveWay({ overrides }: Pick<SeriesDraft, 'overrides'>): Promise<void> {
  if (overrides.length > few) await nextTurn();
}
