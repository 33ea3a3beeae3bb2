import type { Principal } from '../model/directory.js';
import type { EventSeries } from '../model/series.js';

/**
 * The series with the name that the calendar's owner has now, where they made it or changed it last. Others keep the name
 * under which they wrote.
 */
export function signedNow(series: EventSeries, { email, name }: Pick<Principal, 'email' | 'name'>): EventSeries {
  const { creator, updater } = series;
  const isFormer = (person: typeof creator): boolean => person?.email === email && person.name !== name;
  if (!isFormer(creator) && !isFormer(updater)) return series;
  return {
    ...series,
    ...(isFormer(creator) ? { creator: { ...creator, name } } : {}),
    ...(isFormer(updater) ? { updater: { ...updater, name } } : {}),
  };
}
