import { DayferryError, type JCalComponent, type Limits } from '@dayferry/core';
import { refusal, type ObjectPrecondition } from '../text/refuse.js';

/** Each RANGE=THISANDFUTURE change is looked at for every later instance. */
const maxFutureChanges = 100;

/** RFC 4791 §5.2.8 and §5.2.9: counts are looked at before anything is made of them. */
export function assertLimits(components: JCalComponent[], limits: Limits): void {
  const overrides = components.filter((component) => count(component, ['recurrence-id']) > 0);
  const changes = overrides.filter(([, properties]) =>
    properties.some(([name, parameters]) => name === 'recurrence-id' && parameters.range !== undefined),
  );
  atMost(overrides.length, limits.overrides, 'max-instances', 'overrides');
  atMost(changes.length, maxFutureChanges, 'max-instances', 'changes for this and future instances');
  for (const component of components) {
    atMost(count(component, ['rdate', 'exdate']), limits.recurrenceDates, 'max-instances', 'dates');
    atMost(count(component, ['attendee']), limits.attendees, 'max-attendees-per-instance', 'attendees');
    atMost(component[2].filter(([name]) => name === 'valarm').length, limits.alarms, 'max-alarms', 'alarms');
  }
}

function count([, properties]: JCalComponent, names: string[]): number {
  let total = 0;
  for (const [name, , , ...values] of properties) if (names.includes(name)) total += values.length;
  return total;
}

function atMost(found: number, limit: number, code: ObjectPrecondition, what: string): void {
  if (found <= limit) return;
  const error = refusal(code, `There are more than ${limit} ${what}.`);
  throw new DayferryError(error.kind, error.message, { ...error.detail, info: { limit } });
}
