import type { Limits } from '../limits.js';
import type { Occurrence } from '../services/api.js';

/** Half-open, epoch milliseconds; either side may be open. */
export interface Window {
  from?: number;
  to?: number;
}

export interface ExpandOptions extends Window {
  /** IANA zone in which all-day and floating values meet the window. */
  zone: string;
  limits: Pick<Limits, 'expansionSteps' | 'instancesPerAnswer'>;
  /** List cancelled and excluded instances too. */
  includeCancelled?: boolean;
}

export interface Expansion {
  /** By start, then by recurrence id. */
  occurrences: Occurrence[];
  /** A budget ended the expansion before the window did. */
  isTruncated: boolean;
}
