import { DayferryError } from '@dayferry/core';
import { preconditions, refusal } from '../text/refuse.js';

/** What the model itself refuses (a rule, a time) is named by its precondition too. */
export function asPrecondition<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isNamed =
      !(error instanceof DayferryError) ||
      (error.kind === 'invalid-input' && preconditions.has(error.detail.code ?? ''));
    throw isNamed ? error : refusal('valid-calendar-data', error.message, error.detail.path);
  }
}
